// The entry of the register of breaches, as article 33(5) wants it kept.
import type { getBreachNotification, ResponseOf } from '@chappe/contract'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Say } from '../../desk-context.tsx'
import { useDesk } from '../../desk-context.tsx'
import { paths } from '../../paths.ts'
import { DeskTable, useMoments } from '../../tables/desk-table.tsx'

type Notification = ResponseOf<typeof getBreachNotification>
type Revision = Notification['register']['revisions'][number]

const KINDS = ['account', 'session', 'network', 'window'] as const

/** The server says the kind, then names. */
function wordSubject(subject: string, say: Say): string {
  const kind = KINDS.find((each) => subject === each || subject.startsWith(`${each} `))
  return kind === undefined ? subject : say(`register.of.${kind}`, { name: subject.slice(kind.length + 1) })
}

/** The entry. */
export function Register({ found }: { found: Notification }): ReactNode {
  const { words } = useDesk()
  const { register } = found
  const moments = useMoments<Revision>()
  const { notices } = register
  const facts: [string, ReactNode][] = [
    [words.say('register.subject'), wordSubject(register.subject, words.say)],
    [words.say('register.time'), words.say('exposure.fromTo', { from: register.from_ms === 0 ? words.say('exposure.beginning') : words.moment(register.from_ms), to: words.moment(register.to_ms) })],
    [words.say('register.case'), register.case_id === null ? words.say('register.noCase') : <Link key="case" href={paths.case(register.case_id)}>{register.case_id}</Link>],
    [words.say('register.persons'), words.number(register.persons)],
    [words.say('register.records'), words.number(register.records)],
    [words.say('register.notices'), notices === null ? words.say('register.noNotices') : words.say('register.noticesCount', notices)],
  ]
  return (
    <section className="stack">
      <h2>{words.say('notification.register')}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <DeskTable
        caption={words.say('notification.register')}
        rows={register.revisions}
        keyOf={(row) => String(row.revision)}
        empty={words.say('register.none')}
        file={`report-${found.report_id}-revisions.csv`}
        columns={[
          { key: 'revision', label: words.say('register.revision'), text: (row) => row.revision },
          { key: 'phase', label: words.say('notification.phase'), text: (row) => words.say(`phase.${row.phase}`) },
          { key: 'by', label: words.say('register.by'), text: (row) => row.written_by, show: (row) => <span className="fixed">{row.written_by}</span> },
          moments('at', words.say('register.at'), (row) => row.written_at_ms),
        ]}
      />
    </section>
  )
}
