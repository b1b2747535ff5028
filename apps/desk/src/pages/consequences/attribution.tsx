// Who was shown what has leaked: how far it is, and what was found.
import type { ResponseOf } from '@chappe/contract'
import { cancelAttribution, getAttribution } from '@chappe/contract'
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useDesk } from '../../desk-context.tsx'
import { CancelJob, isMoving, JobHead, useLooks } from '../../jobs.tsx'
import { Answer, Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { DeskTable, useMoments } from '../../tables/desk-table.tsx'
import { useAnswer } from '../../use-answer.ts'
import { PrintButton } from './consequences.tsx'
import { wordTarget } from './leaked-target.ts'

type Attribution = ResponseOf<typeof getAttribution>
type Found = NonNullable<Attribution['found']>
type Suspect = Found['ranked'][number]

/** The page. */
export function AttributionPage({ requestId }: { requestId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const { say } = words
  const params = { requestId }
  const asked = useAnswer(requestId, () => ask(getAttribution, { params }))
  const { answer, askAgain } = asked
  const isOn = answer !== undefined && isMoving(answer)
  useLooks(isOn, askAgain)
  return (
    <Page
      title={say('leaks.result', { id: requestId })}
      acts={
        <>
          <PrintButton />
          {isOn && may(cancelAttribution) ? <CancelJob cancel={(reason) => ask(cancelAttribution, { params, body: { reason } })} onCancelled={askAgain} /> : null}
        </>
      }
    >
      <Answer asked={asked}>
        {(attribution) => (
          <>
            <Head attribution={attribution} />
            {attribution.found === null ? null : <FoundParts found={attribution.found} requestId={requestId} />}
          </>
        )}
      </Answer>
    </Page>
  )
}

function Head({ attribution }: { attribution: Attribution }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const { from_ms: fromMs, to_ms: toMs, case_id: caseId, made_at_ms: madeAtMs, decided_by: decidedBy } = attribution
  return (
    <>
      <JobHead job={attribution} failure={attribution.failure === null ? null : say(`leaks.failure.${attribution.failure}`)} />
      <dl className="card facts">
        <dt>{say('leaks.what')}</dt>
        <dd>{wordTarget(attribution.target, say)}</dd>
        <dt>{say('act.reason')}</dt>
        <dd className="note-text">{attribution.reason}</dd>
        <dt>{say('exposure.time')}</dt>
        <dd>{say('exposure.fromTo', { from: fromMs === 0 ? say('exposure.beginning') : words.moment(fromMs), to: words.moment(toMs) })}</dd>
        <dt>{say('requests.askedBy')}</dt>
        <dd>
          <span className="fixed">{[attribution.asked_by, decidedBy].filter((each) => each !== null).join(', ')}</span>, {words.moment(attribution.asked_at_ms)}
        </dd>
        {madeAtMs === null ? null : (
          <>
            <dt>{say('leaks.madeAt')}</dt>
            <dd>{words.moment(madeAtMs)}</dd>
          </>
        )}
        {caseId === null ? null : (
          <>
            <dt>{say('act.case')}</dt>
            <dd>
              <a href={paths.case(caseId)}>{say('case.untitled', { id: caseId })}</a>
            </dd>
          </>
        )}
      </dl>
    </>
  )
}

function FoundParts({ found, requestId }: { found: Found; requestId: string }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  return (
    <>
      <p>{say('leaks.counts', found.sessions)}</p>
      {found.missing.length === 0 ? null : <Notice tone="warn">{say('leaks.missing', { what: found.missing.join(', ') })}</Notice>}
      {found.missing_texts === 0 ? null : <Notice tone="warn">{say('leaks.missingTexts', { count: found.missing_texts })}</Notice>}
      {found.is_cut ? <Notice tone="warn">{say('leaks.cut')}</Notice> : null}
      {found.is_whole ? null : <Notice tone="bad">{say('leaks.gap')}</Notice>}
      <p className="soft">{say('leaks.honest')}</p>
      <section className="stack">
        <h2>{say('leaks.ranked')}</h2>
        <RankedTable found={found} requestId={requestId} />
      </section>
      <section className="stack">
        <h2>{say('leaks.targets')}</h2>
        <DeskTable
          caption={say('leaks.targets')}
          rows={found.targets}
          keyOf={(row) => row.event_id ?? row.mxc ?? ''}
          empty={say('leaks.none')}
          file={`leak-${requestId}-targets.csv`}
          columns={[
            { key: 'target', label: say('leaks.target'), text: (row) => row.event_id ?? row.mxc ?? '', show: (row) => <span className="fixed break">{row.event_id ?? row.mxc}</span> },
            { key: 'readers', label: say('leaks.readers'), text: (row) => row.readers },
          ]}
        />
      </section>
    </>
  )
}

function RankedTable({ found, requestId }: { found: Found; requestId: string }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const moments = useMoments<Suspect>()
  return (
    <DeskTable
      caption={say('leaks.ranked')}
      rows={found.ranked}
      keyOf={(row) => `${row.user_id} ${row.device_id ?? ''} ${row.first_at_ms}`}
      empty={say('leaks.none')}
      file={`leak-${requestId}.csv`}
      columns={[
        { key: 'account', label: say('leaks.account'), text: (row) => row.user_id, show: (row) => <Link href={paths.account(row.user_id)}>{row.display_name ?? row.user_id}</Link> },
        { key: 'session', label: say('leaks.session'), text: (row) => row.device_name ?? row.device_id ?? '' },
        { key: 'covered', label: say('leaks.covered'), text: (row) => row.covered, show: (row) => say('leaks.coveredOf', { covered: row.covered, all: found.targets.length }) },
        { key: 'vague', label: say('leaks.vague'), text: (row) => row.vague },
        { key: 'wrote', label: say('leaks.wrote'), text: (row) => row.wrote },
        { key: 'reads', label: say('leaks.reads'), text: (row) => row.reads },
        moments('first', say('leaks.first'), (row) => row.first_at_ms),
        moments('last', say('leaks.last'), (row) => row.last_at_ms),
        { key: 'addresses', label: say('leaks.addresses'), text: (row) => row.addresses.join(' ') },
      ]}
    />
  )
}
