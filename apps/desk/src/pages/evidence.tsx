// What two people have agreed to look at: the rows of the record as a table, and the file that proves them.
import type { ResponseOf } from '@chappe/contract'
import { cancelEvidenceSearch, getEvidence, getEvidenceSearch, listLedgerRows } from '@chappe/contract'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { CancelJob, isMoving, JobHead, useLooks } from '../jobs.tsx'
import { Answer, Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { saveJson } from '../save.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { TakeButton } from '../take-button.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordTarget } from '../word-served.ts'

type Search = ResponseOf<typeof getEvidenceSearch>
type Rows = ResponseOf<typeof listLedgerRows>
type Row = Rows['rows'][number]

/** The page. */
export function EvidencePage({ requestId }: { requestId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const { say } = words
  const params = { requestId }
  const asked = useAnswer(`search ${requestId}`, () => ask(getEvidenceSearch, { params }))
  const { answer, askAgain } = asked
  const isOn = answer !== undefined && isMoving(answer)
  useLooks(isOn, askAgain)
  return (
    <Page
      title={say('search.read', { id: requestId })}
      acts={
        <>
          {isOn && may(cancelEvidenceSearch) ? <CancelJob cancel={(reason) => ask(cancelEvidenceSearch, { params, body: { reason } })} onCancelled={askAgain} /> : null}
          {answer?.state === 'done' ? <TakeButton label={say('search.take')} take={async () => saveJson(`evidence-${requestId}.json`, await ask(getEvidence, { params }))} /> : null}
        </>
      }
    >
      <Answer asked={asked}>
        {(search) => (
          <>
            <Head search={search} />
            {search.state === 'done' ? <FoundRows requestId={requestId} /> : null}
          </>
        )}
      </Answer>
    </Page>
  )
}

function Head({ search }: { search: Search }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  return (
    <>
      <JobHead job={search} failure={search.failure === null ? null : say(`search.failure.${search.failure}`)} />
      <dl className="card facts">
        <dt>{say('search.for')}</dt>
        <dd className="break">{wordTarget(search.target, words)}</dd>
        <dt>{say('act.reason')}</dt>
        <dd className="note-text">{search.reason}</dd>
        <dt>{say('requests.askedBy')}</dt>
        <dd className="fixed">{[search.asked_by, search.decided_by].filter((each) => each !== null).join(', ')}</dd>
        {search.rows === null ? null : (
          <>
            <dt>{say('search.result')}</dt>
            <dd>{say('search.rows', { count: search.rows })}</dd>
          </>
        )}
        <dt>{say('search.until')}</dt>
        <dd>{words.moment(search.expires_at_ms)}</dd>
      </dl>
    </>
  )
}

function FoundRows({ requestId }: { requestId: string }): ReactNode {
  const { words, ask } = useDesk()
  const get = (from?: string) => ask(listLedgerRows, { params: { requestId }, query: { limit: '200', ...(from === undefined ? {} : { from }) } })
  const parts = useParts(`rows ${requestId}`, get)
  return (
    <>
      <p className="soft">{words.say('search.verify')}</p>
      <PartsOf parts={parts} more={(first) => words.say('search.more', { total: first.total })}>
        {(all) => <RowsTable rows={all.flatMap((page) => page.rows)} requestId={requestId} />}
      </PartsOf>
    </>
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

const ROW_KINDS = ['events', 'media', 'people', 'keys', 'acts'] as const

/** The kinds as the ledger names them; one that is not known here is shown as the first. */
function kindOf(kind: string): (typeof ROW_KINDS)[number] {
  return ROW_KINDS.find((each) => each === kind) ?? 'events'
}
