// A case: what was found, noted and done, in the order in which it was.
import type { ResponseOf } from '@chappe/contract'
import { addDeskNote, closeDeskCase, getDeskCase } from '@chappe/contract'
import { Badge, Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page, wordError } from '../page.tsx'
import { Found } from '../tables/found.tsx'
import { useAnswer } from '../use-answer.ts'

type Case = ResponseOf<typeof getDeskCase>
type Note = Case['notes'][number]

/** The page. */
export function CasePage({ caseId }: { caseId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const [isClosing, setClosing] = useState(false)
  const asked = useAnswer(caseId, () => ask(getDeskCase, { params: { caseId } }))
  const isOpen = asked.answer !== undefined && asked.answer.closed_at_ms === null
  return (
    <Page
      title={asked.answer?.title ?? words.say('case.untitled', { id: caseId })}
      acts={isOpen && may(closeDeskCase) ? <Button onPress={() => setClosing(true)}>{words.say('case.close')}</Button> : undefined}
    >
      <Answer asked={asked}>
        {(found) => (
          <>
            <div className="row">
              <Badge tone={isOpen ? 'warn' : 'plain'}>{words.say(isOpen ? 'case.isOpen' : 'case.isClosed')}</Badge>
              <span className="soft">{words.say('case.openedAt', { moment: words.moment(found.opened_at_ms) })}</span>
              {found.opened_by === null ? null : <span className="soft fixed">{found.opened_by}</span>}
              {found.closed_at_ms === null ? null : <span className="soft">{words.say('case.closedAt', { moment: words.moment(found.closed_at_ms) })}</span>}
            </div>
            <ol className="stack">
              {found.notes.map((note) => (
                <NoteCard key={note.note_id} note={note} />
              ))}
            </ol>
            {isOpen && may(addDeskNote) ? <NoteForm caseId={caseId} onDone={asked.askAgain} /> : null}
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

function NoteCard({ note }: { note: Note }): ReactNode {
  const { words } = useDesk()
  return (
    <li className="card stack-tight">
      <p className="soft">
        {words.moment(note.written_at_ms)}
        {note.written_by === null ? '' : ` · ${note.written_by}`}
      </p>
      <p className="note-text">{note.body}</p>
      {note.containment === undefined ? null : (
        <details>
          <summary>{words.say('case.snapshot')}</summary>
          <Found value={note.containment} />
        </details>
      )}
    </li>
  )
}

function NoteForm({ caseId, onDone }: { caseId: string; onDone: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [body, setBody] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const submit = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await ask(addDeskNote, { params: { caseId }, body: { body: body.trim() } })
      setBody('')
      onDone()
    } catch (error) {
      setProblem(wordError(error, words.say))
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
      {problem === undefined ? null : (
        <Notice tone="bad">
          <p>{problem}</p>
        </Notice>
      )}
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('case.addNote')}
        </Button>
      </div>
    </form>
  )
}
