// A case: what was found, noted and done, in the order in which it was.
import type { ResponseOf } from '@chappe/contract'
import { addDeskNote, closeDeskCase, createExposureReport, getDeskCase } from '@chappe/contract'
import { Badge, Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { CaseClock } from '../case/case-clock.tsx'
import { CaseParts } from '../case/case-parts.tsx'
import { useDesk } from '../desk-context.tsx'
import { ExerciseNotice } from '../drills/exercise.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { Problem } from '../problem.tsx'
import { paths } from '../paths.ts'
import { Found } from '../tables/found.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordTitle } from '../word-served.ts'

type Note = ResponseOf<typeof getDeskCase>['notes'][number]

/** The page. */
export function CasePage({ caseId }: { caseId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const [isClosing, setClosing] = useState(false)
  const asked = useAnswer(caseId, () => ask(getDeskCase, { params: { caseId } }))
  const isOpen = asked.answer !== undefined && asked.answer.closed_at_ms === null
  return (
    <Page
      title={asked.answer === undefined ? words.say('case.untitled', { id: caseId }) : wordTitle(asked.answer.title, words)}
      acts={
        <>
          <Button onPress={() => print()}>{words.say('desk.print')}</Button>
          {isOpen && may(closeDeskCase) ? <Button onPress={() => setClosing(true)}>{words.say('case.close')}</Button> : null}
        </>
      }
    >
      <Answer asked={asked}>
        {(found) => (
          <>
            <div className="row">
              <strong>{words.say('case.untitled', { id: caseId })}</strong>
              <Badge tone={isOpen ? 'warn' : 'plain'}>{words.say(isOpen ? 'case.isOpen' : 'case.isClosed')}</Badge>
              <span className="soft">{words.say('case.openedAt', { moment: words.moment(found.opened_at_ms) })}</span>
              {found.opened_by === null ? null : <span className="soft fixed">{found.opened_by}</span>}
              {found.closed_at_ms === null ? null : <span className="soft">{words.say('case.closedAt', { moment: words.moment(found.closed_at_ms) })}</span>}
            </div>
            {found.drill_id === null ? null : <ExerciseNotice about="case" drillId={found.drill_id} />}
            <CaseClock found={found} onDone={asked.askAgain} />
            {isOpen && may(createExposureReport) ? <Contained caseId={caseId} notes={found.notes} /> : null}
            <section className="stack">
              <h2>{words.say('case.story')}</h2>
              {found.notes.length === 0 ? <p className="soft">{words.say('case.nothing')}</p> : null}
              <ol className="stack">
                {found.notes.map((note) => (
                  <NoteCard key={note.note_id} note={note} />
                ))}
              </ol>
              {isOpen && may(addDeskNote) ? <NoteForm caseId={caseId} onDone={asked.askAgain} /> : null}
            </section>
            <CaseParts caseId={caseId} round={`${found.notes.length} ${found.aware_at_ms} ${found.closed_at_ms}`} onDone={asked.askAgain} />
          </>
        )}
      </Answer>
      {isClosing ? (
        <ActForm
          title={words.say('case.close')}
          explanation={words.say('case.closeWhy')}
          button={words.say('case.close')}
          onClose={() => {
            setClosing(false)
            asked.askAgain()
          }}
          act={async (reason) => {
            await ask(closeDeskCase, { params: { caseId }, body: reason })
          }}
        />
      ) : null}
    </Page>
  )
}

/** What comes next for whoever was contained in this case. */
function Contained({ caseId, notes }: { caseId: string; notes: readonly Note[] }): ReactNode {
  const { words } = useDesk()
  const userIds = [...new Set(notes.flatMap(({ containment }) => (typeof containment?.['user_id'] === 'string' ? [containment['user_id']] : [])))]
  return userIds.map((userId) => (
    <p key={userId} className="no-print">
      <a href={paths.exposure({ account: userId, case: caseId })}>{words.say('case.haveReport', { who: userId })}</a>
    </p>
  ))
}

function NoteCard({ note }: { note: Note }): ReactNode {
  const { words } = useDesk()
  return (
    <li className="card stack-tight">
      <p className="soft">
        {words.moment(note.written_at_ms)}
        {note.written_by === null ? '' : ` · ${note.written_by}`}
      </p>
      <p className="note-text">{note.kind === 'aware' ? <Aware body={note.body} /> : note.body}</p>
      {note.containment === undefined ? null : (
        <>
          {typeof note.containment['user_id'] === 'string' ? (
            <p className="row">
              <Badge tone="bad">{words.say('state.contained')}</Badge>
              <a className="fixed" href={paths.account(note.containment['user_id'])}>
                {note.containment['user_id']}
              </a>
            </p>
          ) : null}
          <details>
            <summary>{words.say('case.snapshot')}</summary>
            <Found value={note.containment} />
          </details>
        </>
      )}
    </li>
  )
}

/** That the clock was set, or stopped: the moment stands in the first line. */
function Aware({ body }: { body: string }): ReactNode {
  const { words } = useDesk()
  const [moment = '', ...rest] = body.split('\n')
  const atMs = Date.parse(moment)
  return (
    <>
      {Number.isNaN(atMs) ? words.say('clock.stop') : `${words.say('clock.aware')} ${words.moment(atMs)}`}
      {`\n${rest.join('\n')}`}
    </>
  )
}

function NoteForm({ caseId, onDone }: { caseId: string; onDone: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [body, setBody] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const submit = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await ask(addDeskNote, { params: { caseId }, body: { body: body.trim() } })
      setBody('')
      onDone()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void submit()
      }}
    >
      <TextField label={words.say('case.note')} help={words.say('case.noteHelp')} name="note" value={body} onChange={setBody} isRequired isLong maxLength={8000} />
      {problem === undefined ? null : <Problem of={problem} />}
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('case.addNote')}
        </Button>
      </div>
    </form>
  )
}
