// Cases, a row each.
import type { ResponseOf, listDeskCases } from '@chappe/contract'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ExerciseBadge } from '../drills/exercise.tsx'
import { paths } from '../paths.ts'
import { wordTitle } from '../word-served.ts'
import { DeskTable, useMoments } from './desk-table.tsx'

/** A case as a list has it. */
export type CaseRow = ResponseOf<typeof listDeskCases>['cases'][number]

/** The table. */
export function CasesTable({ rows, empty }: { rows: readonly CaseRow[]; empty: string }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<CaseRow>()
  return (
    <DeskTable
      caption={words.say('place.cases')}
      rows={rows}
      keyOf={(row) => String(row.case_id)}
      empty={empty}
      file="cases.csv"
      columns={[
        { key: 'id', label: words.say('case.number'), text: (row) => row.case_id },
        { key: 'title', label: words.say('case.title'), text: (row) => wordTitle(row.title, words), show: (row) => <Title row={row} /> },
        moments('opened', words.say('case.opened'), (row) => row.opened_at_ms),
        { key: 'by', label: words.say('case.by'), text: (row) => row.opened_by ?? '' },
        {
          key: 'state',
          label: words.say('account.state'),
          text: (row) => words.say(row.closed_at_ms === null ? 'case.isOpen' : 'case.isClosed'),
          show: (row) => <Badge tone={row.closed_at_ms === null ? 'warn' : 'soft'}>{words.say(row.closed_at_ms === null ? 'case.isOpen' : 'case.isClosed')}</Badge>,
        },
      ]}
    />
  )
}

function Title({ row }: { row: CaseRow }): ReactNode {
  const { words } = useDesk()
  return (
    <>
      <a href={paths.case(row.case_id)}>{wordTitle(row.title, words)}</a> {row.drill_id === null ? null : <ExerciseBadge />}
    </>
  )
}
