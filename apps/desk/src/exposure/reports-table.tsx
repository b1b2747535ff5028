// Exposure reports, a row each.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import type { ExposureRow } from './shapes.ts'
import { ReportState, wordSubject } from './signs.tsx'

/** The table. */
export function ExposureTable({ rows }: { rows: readonly ExposureRow[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<ExposureRow>()
  return (
    <DeskTable
      caption={words.say('place.exposure')}
      rows={rows}
      keyOf={(row) => String(row.report_id)}
      empty={words.say('exposure.none')}
      file="exposure-reports.csv"
      columns={[
        { key: 'id', label: words.say('case.number'), text: (row) => row.report_id, show: (row) => <a href={paths.exposureReport(row.report_id)}>{words.say('exposure.title', { id: row.report_id })}</a> },
        { key: 'about', label: words.say('exposure.about'), text: (row) => wordSubject(row.subject, words.say), show: (row) => <span className="fixed">{wordSubject(row.subject, words.say)}</span> },
        moments('asked', words.say('audit.at'), (row) => row.asked_at_ms),
        { key: 'state', label: words.say('account.state'), text: (row) => words.say(`exposureState.${row.state}`), show: (row) => <ReportState report={row} /> },
        { key: 'rooms', label: words.say('account.rooms'), text: (row) => row.totals?.rooms ?? 0 },
        { key: 'events', label: words.say('exposure.messages'), text: (row) => (row.totals?.events ?? 0) - (row.totals?.events_state ?? 0) },
        { key: 'people', label: words.say('reads.people'), text: (row) => row.totals?.people ?? 0 },
        { key: 'files', label: words.say('reads.files'), text: (row) => row.totals?.files ?? 0 },
        { key: 'case', label: words.say('act.case'), text: (row) => row.case_id ?? '', show: (row) => (row.case_id === null ? null : <a href={paths.case(row.case_id)}>{row.case_id}</a>) },
      ]}
    />
  )
}
