// What two people have agreed to look at: the rows of the record as a table, and the file that proves them.
import type { ResponseOf } from '@chappe/contract'
import { getEvidence, listLedgerRows } from '@chappe/contract'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Page, wordError } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { saveText } from '../save.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Rows = ResponseOf<typeof listLedgerRows>
type Row = Rows['rows'][number]

/** The page. */
export function EvidencePage({ requestId }: { requestId: string }): ReactNode {
  const { words, ask } = useDesk()
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const get = (from?: string) => ask(listLedgerRows, { params: { requestId }, query: { limit: '200', ...(from === undefined ? {} : { from }) } })
  const parts = useParts(`rows ${requestId}`, get)
  const take = async (): Promise<void> => {
    try {
      saveText(`evidence-${requestId}.json`, JSON.stringify(await ask(getEvidence, { params: { requestId } })), 'application/json')
    } catch (error) {
      setProblem(wordError(error, words.say))
    }
  }
  return (
    <Page title={words.say('search.read', { id: requestId })} acts={<Button onPress={() => void take()}>{words.say('search.take')}</Button>}>
      <p className="soft">{words.say('search.verify')}</p>
      {problem === undefined ? null : <p role="alert">{problem}</p>}
      <PartsOf parts={parts} more={(first) => words.say('search.more', { total: first.total })}>
        {(all) => <RowsTable rows={all.flatMap((page) => page.rows)} requestId={requestId} />}
      </PartsOf>
    </Page>
  )
}

function RowsTable({ rows, requestId }: { rows: readonly Row[]; requestId: string }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Row>()
  return (
    <DeskTable
      caption={words.say('search.result')}
      rows={rows}
      keyOf={(row) => `${rows.indexOf(row)}`}
      empty={words.say('search.empty')}
      file={`evidence-${requestId}.csv`}
      columns={[
        moments('at', words.say('audit.at'), (row) => row.at_ms),
        { key: 'who', label: words.say('alerts.account'), text: (row) => row.user_id ?? '', show: (row) => (row.user_id === null ? null : <a className="fixed" href={paths.account(row.user_id)}>{row.user_id}</a>) },
        { key: 'device', label: words.say('alerts.device'), text: (row) => row.device_id ?? '', show: (row) => <span className="fixed">{row.device_id}</span> },
        { key: 'from', label: words.say('device.from'), text: (row) => row.address, show: (row) => <span className="fixed">{row.address}</span> },
        { key: 'operation', label: words.say('audit.what'), text: (row) => row.operation, show: (row) => <span className="fixed">{row.operation}</span> },
        { key: 'kind', label: words.say('search.kind'), text: (row) => words.say(`rowKind.${kindOf(row.kind)}`) },
        { key: 'count', label: words.say('search.count'), text: (row) => row.count },
        { key: 'room', label: words.say('reports.room'), text: (row) => row.room_id ?? '', show: (row) => <span className="fixed">{row.room_id}</span> },
        { key: 'subject', label: words.say('search.subject'), text: (row) => row.subject, show: (row) => <span className="fixed">{row.subject}</span> },
      ]}
    />
  )
}

const ROW_KINDS = ['events', 'media', 'people', 'keys'] as const

/** The kinds as the ledger names them; one that is not known here is shown as the first. */
function kindOf(kind: string): (typeof ROW_KINDS)[number] {
  return ROW_KINDS.find((each) => each === kind) ?? 'events'
}
