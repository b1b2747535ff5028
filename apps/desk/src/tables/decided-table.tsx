// What two people have decided, as a table that filters and can be taken along.
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { wordOperation } from '../word-names.ts'
import { wordTarget } from '../word-served.ts'
import { DeskTable, useMoments } from './desk-table.tsx'
import type { DeskRequest } from './requests-table.tsx'
import { wordDecision } from './requests-table.tsx'
import { Done } from './done.tsx'
import { Target } from './target.tsx'

/** The table. */
export function DecidedTable({ rows }: { rows: readonly DeskRequest[] }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const moments = useMoments<DeskRequest>()
  return (
    <DeskTable
      caption={say('requests.lately')}
      rows={rows}
      keyOf={(row) => String(row.request_id)}
      empty={say('requests.noneDecided')}
      file="requests.csv"
      columns={[
        moments('at', say('audit.at'), (row) => row.asked_at_ms),
        { key: 'what', label: say('audit.what'), text: (row) => wordOperation(row.operation, say), show: (row) => <Done what={wordOperation(row.operation, say)} why={row.reason} /> },
        { key: 'target', label: say('requests.target'), text: (row) => wordTarget(row.target, words), show: (row) => <Target target={row.target} /> },
        { key: 'why', label: say('act.reason'), text: (row) => row.reason, isBeside: true },
        { key: 'by', label: say('requests.askedBy'), text: (row) => row.asked_by, show: (row) => <span className="fixed break">{row.asked_by}</span> },
        { key: 'decided', label: say('requests.decidedBy'), text: (row) => row.decided_by ?? '', show: (row) => <span className="fixed break">{row.decided_by}</span> },
        { key: 'decision', label: say('account.state'), text: (row) => wordDecision(row, say), show: (row) => <Badge>{wordDecision(row, say)}</Badge> },
        { key: 'case', label: say('act.case'), text: (row) => row.case_id ?? '', show: (row) => (row.case_id === null ? null : <a href={paths.case(row.case_id)}>{row.case_id}</a>) },
      ]}
    />
  )
}
