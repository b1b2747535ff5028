// The record of reads: whether it can be proven, what was signed last and by whom, and how that is looked at elsewhere.
import type { ResponseOf } from '@chappe/contract'
import { getDeskLedger } from '@chappe/contract'
import { Badge, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { useOverview } from '../overview/use-overview.tsx'
import { Answer, Page } from '../page.tsx'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordLedgerProblem } from '../word-names.ts'
import { wordBroken, wordWitnessProblem } from '../word-served.ts'

type Standing = ResponseOf<typeof getDeskLedger>

/** The page. */
export function LedgerPage(): ReactNode {
  const { words, ask } = useDesk()
  const { numbers } = useOverview()
  const asked = useAnswer('ledger', () => ask(getDeskLedger, { params: {} }))
  return (
    <Page title={words.say('place.ledger')}>
      {numbers === undefined ? null : numbers.ledger.is_proven ? (
        <Notice tone="good">
          <p>{words.say('ledger.proven')}</p>
        </Notice>
      ) : (
        <Notice tone="bad">
          {numbers.ledger.problems.map((problem) => (
            <p key={problem}>{wordLedgerProblem(problem, words.say)}</p>
          ))}
        </Notice>
      )}
      <Answer asked={asked}>{(standing) => <Facts standing={standing} />}</Answer>
    </Page>
  )
}

function Facts({ standing }: { standing: Standing }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Standing['witnesses'][number]>()
  const { head } = standing
  return (
    <>
      <dl className="card facts">
        <dt>{words.say('ledger.size')}</dt>
        <dd>{words.number(standing.size)}</dd>
        <dt>{words.say('ledger.signed')}</dt>
        <dd>{head === null ? words.say('account.never') : words.say('ledger.signedRows', { moment: words.moment(head.made_at_ms), size: head.size })}</dd>
        {standing.spooled_bytes === 0 ? null : (
          <>
            <dt>{words.say('ledger.spooled')}</dt>
            <dd>
              <Badge tone="warn">{words.say('ledger.spooledBytes', { bytes: standing.spooled_bytes })}</Badge>
            </dd>
          </>
        )}
        {standing.broken === null ? null : (
          <>
            <dt>{words.say('ledger.broken')}</dt>
            <dd>
              <Badge tone="bad">{wordBroken(standing.broken, words)}</Badge>
            </dd>
          </>
        )}
        <dt>{words.say('ledger.key')}</dt>
        <dd className="fixed">{standing.key}</dd>
      </dl>
      <p className="soft">{words.say('ledger.verify')}</p>
      <section className="stack">
        <h2>{words.say('ledger.witnesses')}</h2>
        <DeskTable
          caption={words.say('ledger.witnesses')}
          rows={standing.witnesses}
          keyOf={(row) => row.name}
          empty={words.say('ledger.noWitness')}
          columns={[
            { key: 'name', label: words.say('account.name'), text: (row) => row.name, show: (row) => <span className="fixed">{row.name}</span> },
            moments('signed', words.say('ledger.signed'), (row) => (row.size === 0 ? null : row.signed_at_ms), words.say('account.never')),
            { key: 'size', label: words.say('ledger.size'), text: (row) => row.size },
            {
              key: 'problem',
              label: words.say('ledger.problem'),
              text: (row) => (row.problem === null ? '' : wordWitnessProblem(row.problem, words)),
              show: (row) => (row.problem === null ? <Badge tone="good">{words.say('ledger.signs')}</Badge> : <span>{wordWitnessProblem(row.problem, words)}</span>),
            },
          ]}
        />
      </section>
      {head === null ? null : (
        <section className="stack">
          <h2>{words.say('ledger.note')}</h2>
          <pre className="card fixed note-text">{head.note}</pre>
        </section>
      )}
    </>
  )
}
