// Holding what somebody has published against a report.
import type { ResponseOf } from '@chappe/contract'
import { cancelClaimCheck, checkClaims, getClaimCheck, listClaimChecks } from '@chappe/contract'
import { Badge, Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { useDesk } from '../../desk-context.tsx'
import { CancelJob, isMoving, JobHead, JobState, useLooks } from '../../jobs.tsx'
import { Answer, Page } from '../../page.tsx'
import { Problem } from '../../problem.tsx'
import { PartsOf, useParts } from '../../parts.tsx'
import { paths } from '../../paths.ts'
import { DeskTable, useMoments } from '../../tables/desk-table.tsx'
import { useAnswer } from '../../use-answer.ts'
import { wordClass } from '../../word-names.ts'
import { ConsequenceLinks, PrintButton } from './consequences.tsx'

type Claim = NonNullable<ResponseOf<typeof getClaimCheck>['found']>['claims'][number]
type Check = ResponseOf<typeof listClaimChecks>['checks'][number]

/** What the ledger bears out is the bad news. */
const TONES = { supported: 'bad', more_than_supported: 'warn', not_supported: 'good' } as const

/** The page; which check is read stands in its address. */
export function ClaimsPage({ reportId }: { reportId: string }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const checkId = new URLSearchParams(useSearch()).get('check') ?? ''
  return (
    <Page title={`${say('consequences.claims')} · ${say('consequences.title', { id: reportId })}`} acts={<PrintButton />}>
      <ConsequenceLinks reportId={reportId} here="claims" />
      <p className="soft">{say('claims.why')}</p>
      <ClaimsForm reportId={reportId} />
      {/^[1-9][0-9]{0,14}$/.test(checkId) ? <CheckPart key={checkId} checkId={checkId} reportId={reportId} /> : null}
      <EarlierChecks reportId={reportId} checkId={checkId} />
    </Page>
  )
}

function ClaimsForm({ reportId }: { reportId: string }): ReactNode {
  const { words, ask } = useDesk()
  const { say } = words
  const [, go] = useLocation()
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)

  async function check(): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    try {
      const made = await ask(checkClaims, { params: { reportId }, body: { text } })
      go(paths.claims(reportId, made.check_id))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      className="stack no-print"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void check()
      }}
    >
      <TextField label={say('claims.text')} name="text" value={text} onChange={setText} isRequired isLong maxLength={100_000} />
      {problem === undefined ? null : <Problem of={problem} />}
      <div className="row">
        <Button kind="main" type="submit" isBusy={isBusy}>
          {say('claims.check')}
        </Button>
      </div>
    </form>
  )
}

/** One check: how far it is, and what came of it. */
function CheckPart({ checkId, reportId }: { checkId: string; reportId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const { say } = words
  const params = { checkId }
  const asked = useAnswer(`claims ${checkId}`, () => ask(getClaimCheck, { params }))
  const { answer, askAgain } = asked
  const isOn = answer !== undefined && isMoving(answer)
  useLooks(isOn, askAgain)
  return (
    <section className="stack" aria-live="polite">
      <div className="row">
        <h2 className="grow">{say('claims.title')}</h2>
        {isOn && may(cancelClaimCheck) ? <CancelJob cancel={(reason) => ask(cancelClaimCheck, { params, body: { reason } })} onCancelled={askAgain} /> : null}
      </div>
      <Answer asked={asked}>
        {(check) => (
          <>
            {check.state === 'done' ? null : <JobHead job={check} failure={check.failure === null ? null : say('claims.failed')} />}
            {check.found?.is_cut === true ? <Notice tone="warn">{say('claims.cut')}</Notice> : null}
            {check.found === null ? null : <ClaimsTable reportId={reportId} claims={check.found.claims} />}
          </>
        )}
      </Answer>
    </section>
  )
}

/** What was checked before, by whomever. */
function EarlierChecks({ reportId, checkId }: { reportId: string; checkId: string }): ReactNode {
  const { words, ask } = useDesk()
  const { say } = words
  const moments = useMoments<Check>()
  const parts = useParts(`checks ${reportId} ${checkId}`, (from) => ask(listClaimChecks, { params: { reportId }, query: { limit: '20', ...(from === undefined ? {} : { from }) } }))
  const { asked, askAgain } = parts
  useLooks(asked.answer?.checks.some(isMoving) === true, askAgain)
  return (
    <section className="stack no-print">
      <h2>{say('claims.earlier')}</h2>
      <PartsOf parts={parts}>
        {(all) => (
          <DeskTable
            caption={say('claims.earlier')}
            rows={all.flatMap((part) => part.checks)}
            keyOf={(row) => String(row.check_id)}
            empty={say('claims.noneEarlier')}
            columns={[
              { key: 'id', label: say('claims.one'), text: (row) => say('claims.read', { id: row.check_id }), show: (row) => <Link href={paths.claims(reportId, row.check_id)}>{say('claims.read', { id: row.check_id })}</Link> },
              { key: 'count', label: say('claims.count'), text: (row) => row.claims, show: (row) => words.number(row.claims) },
              { key: 'state', label: say('account.state'), text: (row) => say(`job.state.${row.state}`), show: (row) => <JobState job={row} /> },
              { key: 'by', label: say('requests.askedBy'), text: (row) => row.asked_by, show: (row) => <span className="fixed">{row.asked_by}</span> },
              moments('asked', say('audit.at'), (row) => row.asked_at_ms),
            ]}
          />
        )}
      </PartsOf>
    </section>
  )
}

function ClaimsTable({ reportId, claims }: { reportId: string; claims: readonly Claim[] }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  return (
    <DeskTable
      caption={say('claims.title')}
      rows={claims}
      keyOf={(row) => `${row.kind} ${row.text}`}
      empty={say('claims.none')}
      file={`claims-${reportId}.csv`}
      columns={[
        { key: 'claim', label: say('claims.claim'), text: (row) => row.text, show: (row) => <span className="fixed">{row.text}</span> },
        { key: 'kind', label: say('claims.kind'), text: (row) => say(`claim.${row.kind}`) },
        { key: 'verdict', label: say('claims.verdict'), text: (row) => say(`verdict.${row.verdict}`), show: (row) => <Badge tone={TONES[row.verdict]}>{say(`verdict.${row.verdict}`)}</Badge> },
        { key: 'delivered', label: say('claims.delivered'), text: (row) => row.delivered, show: (row) => words.number(row.delivered) },
        { key: 'assumed', label: say('claims.assumed'), text: (row) => row.assumed, show: (row) => words.number(row.assumed) },
        { key: 'reachable', label: say('claims.reachable'), text: (row) => row.reachable, show: (row) => words.number(row.reachable) },
        { key: 'class', label: say('claims.class'), text: (row) => (row.class === null ? '' : wordClass(row.class, say)) },
      ]}
    />
  )
}
