// What was tried at the desk, a row each.
import type { ResponseOf, listDeskActions } from '@chappe/contract'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { wordOperation } from '../word-names.ts'
import { wordTarget } from '../word-served.ts'
import { Done } from './done.tsx'
import { Target } from './target.tsx'
import { DeskTable, useMoments } from './desk-table.tsx'

type Action = ResponseOf<typeof listDeskActions>['actions'][number]

/** How grave it is how an act stands in the ledger. */
export const STANDING_TONES = { proven: 'good', unwitnessed: 'warn', waiting: 'plain', forgotten: 'plain', missing: 'bad', altered: 'bad' } as const

/** The table. */
export function ActionsTable({ rows }: { rows: readonly Action[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Action>()
  return (
    <DeskTable
      caption={words.say('place.audit')}
      rows={rows}
      keyOf={(row) => String(row.action_id)}
      empty={words.say('audit.none')}
      file="audit.csv"
      columns={[
        moments('at', words.say('audit.at'), (row) => row.at_ms),
        { key: 'who', label: words.say('audit.who'), text: (row) => row.user_id ?? row.way, show: (row) => <Who row={row} /> },
        { key: 'what', label: words.say('audit.what'), text: (row) => wordOperation(row.operation, words.say), show: (row) => <Done what={wordOperation(row.operation, words.say)} why={row.reason} /> },
        { key: 'on', label: words.say('audit.on'), text: (row) => wordTarget(row.target, words), show: (row) => <Target target={row.target} /> },
        { key: 'why', label: words.say('act.reason'), text: (row) => row.reason, isBeside: true },
        { key: 'case', label: words.say('act.case'), text: (row) => (row.case_id === null ? '' : String(row.case_id)), show: (row) => (row.case_id === null ? null : <a href={paths.case(row.case_id)}>{row.case_id}</a>) },
        { key: 'outcome', label: words.say('audit.outcome'), text: (row) => row.outcome ?? '', show: (row) => <Outcome row={row} /> },
        { key: 'standing', label: words.say('audit.standing'), text: (row) => words.say(`audit.standing.${row.standing}`), show: (row) => <Badge tone={STANDING_TONES[row.standing]}>{words.say(`audit.standing.${row.standing}`)}</Badge> },
      ]}
    />
  )
}

function Who({ row }: { row: Action }): ReactNode {
  return (
    <span className="stack-tight">
      <span className="fixed">{row.user_id ?? row.way}</span>
      <span className="soft fixed">{row.ip}</span>
    </span>
  )
}

function Outcome({ row }: { row: Action }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="row">
      {row.is_break_glass ? <Badge tone="bad">{words.say('requests.breakGlass')}</Badge> : null}
      {row.outcome === 'done' ? <Badge tone="good">{words.say('audit.done')}</Badge> : null}
      {row.outcome === 'asked' ? <Badge tone="warn">{words.say('audit.asked')}</Badge> : null}
      {row.outcome === null ? <Badge tone="bad">{words.say('audit.cut')}</Badge> : null}
      {row.outcome !== null && row.outcome !== 'done' && row.outcome !== 'asked' ? (
        <>
          <Badge tone="soft">{words.say('audit.refused')}</Badge>
          <span className="soft fixed">{row.outcome}</span>
        </>
      ) : null}
      {row.is_break_glass ? <Review row={row} /> : null}
    </span>
  )
}

/** Whether somebody has looked at what one person did alone; they do that on the overview. */
function Review({ row }: { row: Action }): ReactNode {
  const { words } = useDesk()
  if (row.reviewed_by !== null) return <span className="soft">{words.say('review.by', { who: row.reviewed_by })}</span>
  return (row.outcome ?? 'done') === 'done' ? <Badge tone="warn">{words.say('review.waits')}</Badge> : null
}
