// Telling people what of theirs was shown: what everybody reads, the second person, how far it is.
import type { ResponseOf } from '@chappe/contract'
import { getExposureNotices } from '@chappe/contract'
import { Badge, ChoiceField, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useDesk } from '../../desk-context.tsx'
import { ExerciseNotice } from '../../drills/exercise.tsx'
import { Answer, Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { DeskTable, useMoments } from '../../tables/desk-table.tsx'
import { useAnswer } from '../../use-answer.ts'
import { ConsequenceLinks, PrintButton } from './consequences.tsx'
import { NoticesForm } from './notices-form.tsx'

type Notices = ResponseOf<typeof getExposureNotices>
type Person = Notices['people'][number]
type Which = 'all' | Person['state']

const LOOK_EVERY_MS = 3000
const WHICH = ['all', 'queued', 'sent', 'failed'] as const

/** The page. */
export function NoticesPage({ reportId }: { reportId: string }): ReactNode {
  const { words, ask } = useDesk()
  const [which, setWhich] = useState<Which>('all')
  const query = { limit: '200', ...(which === 'all' ? {} : { state: which }) }
  const asked = useAnswer(`${reportId} ${which}`, () => ask(getExposureNotices, { params: { reportId }, query }))
  const { answer, askAgain } = asked
  const isUnderWay = answer !== undefined && answer.state !== 'none'
  useEffect(() => {
    if (!isUnderWay) return undefined
    const timer = setInterval(askAgain, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isUnderWay, askAgain])
  return (
    <Page title={`${words.say('consequences.notices')} · ${words.say('consequences.title', { id: reportId })}`} acts={<PrintButton />}>
      <ConsequenceLinks reportId={reportId} here="notices" />
      <p className="soft">{words.say('notices.why')}</p>
      <Answer asked={asked}>
        {(found) => (
          <>
            {found.is_exercise ? <ExerciseNotice about="report" /> : null}
            <Standing found={found} />
            {found.state === 'none' && !found.is_exercise ? <NoticesForm reportId={reportId} found={found} onAsked={askAgain} /> : null}
            <Example found={found} />
            {found.state === 'none' || found.state === 'asked' ? null : (
              <section className="stack">
                <h2>{words.say('notices.people')}</h2>
                <div className="no-print">
                  <ChoiceField label={words.say('notices.which')} name="which" value={which} onChange={setWhich} choices={WHICH.map((value) => ({ value, label: words.say(value === 'all' ? 'notices.all' : `notice.${value}`) }))} />
                </div>
                <PeopleTable reportId={reportId} people={found.people} />
              </section>
            )}
          </>
        )}
      </Answer>
    </Page>
  )
}

function Standing({ found }: { found: Notices }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const all = found.queued + found.sent + found.failed
  const { is_on: isOn, ...mails } = found.mail
  return (
    <section className="stack">
      <div className="row">
        <Badge tone={found.state === 'done' ? 'good' : found.state === 'none' ? 'soft' : 'warn'}>{say(`notices.state.${found.state}`)}</Badge>
        <span>{say('notices.affected', { count: found.affected })}</span>
      </div>
      <p>{say('notices.unintelligible', { count: found.unintelligible })}</p>
      {found.state === 'asked' ? (
        <Notice tone="warn">
          <p>{say('notices.asked', { id: found.request_id ?? '' })}</p>
        </Notice>
      ) : null}
      {all === 0 ? null : (
        <dl className="facts">
          <div className="pair-whole">
            <dt>{say('notices.inApp')}</dt>
            <dd>
              <progress className="bar" aria-label={say('notices.inApp')} max={all} value={found.sent + found.failed} /> {say('notices.progress', { sent: found.sent, all, read: found.read, failed: found.failed })}
            </dd>
          </div>
          <div className="pair-whole">
            <dt>{say('notices.byMail')}</dt>
            <dd>{isOn ? say('notices.mailProgress', mails) : say('notices.noMail')}</dd>
          </div>
        </dl>
      )}
    </section>
  )
}

function Example({ found }: { found: Notices }): ReactNode {
  const { words } = useDesk()
  return (
    <section className="stack">
      <h2>{words.say('notices.example')}</h2>
      {(['fr', 'en'] as const).map((language) => (
        <details key={language}>
          <summary>{words.say('notices.exampleIn', { language })}</summary>
          <p className="note-text card" lang={language}>
            {found.example[language].text}
          </p>
        </details>
      ))}
    </section>
  )
}

function PeopleTable({ reportId, people }: { reportId: string; people: readonly Person[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Person>()
  const { say } = words
  return (
    <DeskTable
      caption={say('notices.people')}
      rows={people}
      keyOf={(row) => row.user_id}
      empty={say('notices.none')}
      file={`notices-${reportId}.csv`}
      columns={[
        { key: 'person', label: say('notices.person'), text: (row) => row.user_id, show: (row) => <a className="fixed" href={paths.account(row.user_id)}>{row.user_id}</a> },
        { key: 'state', label: say('notices.stands'), text: (row) => say(`notice.${row.state}`) },
        moments('sent', say('notices.sentAt'), (row) => row.sent_at_ms),
        moments('read', say('notices.readAt'), (row) => row.read_at_ms),
        { key: 'mail', label: say('notices.mail'), text: (row) => say(`mail.${row.mail}`) },
      ]}
    />
  )
}
