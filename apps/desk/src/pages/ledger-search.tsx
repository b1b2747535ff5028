// Who was shown something: asking the record of reads, with a second person, and reading what it says.
import { askLedgerSearch, listDeskRequests } from '@chappe/contract'
import { Badge, Button, ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { ANY_TIME, TimeFields, timeOf } from '../forms/time-fields.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import type { DeskRequest } from '../tables/requests-table.tsx'
import { isWaiting, wordDecision } from '../tables/requests-table.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordTarget } from '../word-served.ts'

const KINDS = ['account', 'room', 'person', 'file', 'network'] as const
const SEARCHES: readonly string[] = ['askLedgerSearch', 'askEvidence']

/** The page. */
export function LedgerSearchPage(): ReactNode {
  const { words, ask } = useDesk()
  const [isAsking, setAsking] = useState(false)
  const asked = useAnswer('searches', async () => (await ask(listDeskRequests, { params: {}, query: {} })).requests.filter(({ operation }) => SEARCHES.includes(operation)))
  return (
    <Page
      title={words.say('place.ledgerSearch')}
      acts={
        <Button kind="main" onPress={() => setAsking(true)}>
          {words.say('search.new')}
        </Button>
      }
    >
      <p className="soft">{words.say('search.what')}</p>
      <Answer asked={asked}>{(requests) => <SearchesTable rows={requests} />}</Answer>
      {isAsking ? (
        <SearchForm
          onClose={() => {
            setAsking(false)
            asked.askAgain()
          }}
        />
      ) : null}
    </Page>
  )
}

function SearchesTable({ rows }: { rows: readonly DeskRequest[] }): ReactNode {
  const { words, me } = useDesk()
  const moments = useMoments<DeskRequest>()
  const isMine = (row: DeskRequest): boolean => row.asked_by === me.userId || row.decided_by === me.userId
  const isAgreed = (row: DeskRequest): boolean => row.decision === 'approved' || row.decision === 'broken'
  return (
    <DeskTable
      caption={words.say('place.ledgerSearch')}
      rows={rows}
      keyOf={(row) => String(row.request_id)}
      empty={words.say('search.none')}
      file="ledger-searches.csv"
      columns={[
        moments('at', words.say('audit.at'), (row) => row.asked_at_ms),
        { key: 'what', label: words.say('search.for'), text: (row) => wordTarget(row.target, words), show: (row) => <span className="sentence">{wordTarget(row.target, words)}</span> },
        { key: 'who', label: words.say('requests.askedBy'), text: (row) => row.asked_by, show: (row) => <span className="fixed">{row.asked_by}</span> },
        { key: 'why', label: words.say('act.reason'), text: (row) => row.reason },
        { key: 'case', label: words.say('act.case'), text: (row) => row.case_id ?? '', show: (row) => (row.case_id === null ? null : <a href={paths.case(row.case_id)}>{row.case_id}</a>) },
        { key: 'state', label: words.say('account.state'), text: (row) => wordDecision(row, words.say), show: (row) => <Badge tone={isAgreed(row) ? 'good' : isWaiting(row) ? 'warn' : 'soft'}>{wordDecision(row, words.say)}</Badge> },
        { key: 'read', label: words.say('search.result'), text: () => '', show: (row) => (isAgreed(row) && isMine(row) && row.expires_at_ms > Date.now() ? <a href={paths.evidence(row.request_id)}>{words.say('search.read', { id: row.request_id })}</a> : null) },
      ]}
    />
  )
}

function SearchForm({ onClose }: { onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('room')
  const [value, setValue] = useState('')
  const [time, setTime] = useState(ANY_TIME)
  return (
    <ActForm
      title={words.say('search.new')}
      explanation={words.say('search.why')}
      button={words.say('announce.askFor')}
      isOfCase
      offWithoutCase={words.say('search.needsCase')}
      fields={
        <>
          <ChoiceField label={words.say('search.for')} name="kind" value={kind} onChange={setKind} choices={KINDS.map((each) => ({ value: each, label: words.say(`searchKind.${each}`) }))} />
          <TextField label={words.say(`searchValue.${kind}`)} name="value" value={value} onChange={setValue} isRequired maxLength={255} />
          <TimeFields time={time} onChange={setTime} />
        </>
      }
      onClose={onClose}
      act={async ({ reason, case_id: caseId }) => {
        if (caseId === undefined) return undefined
        const made = await ask(askLedgerSearch, { params: {}, body: { kind, value: value.trim(), case_id: caseId, reason, ...timeOf(time) } })
        return (
          <Notice>
            <p>{words.say('release.asked', { moment: words.moment(made.expires_at_ms) })}</p>
          </Notice>
        )
      }}
    />
  )
}
