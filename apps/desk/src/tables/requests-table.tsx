// What waits for a second person, and what to do about it.
import type { ResponseOf, listDeskRequests } from '@chappe/contract'
import { approveDeskRequest, breakGlass, refuseDeskRequest } from '@chappe/contract'
import { Badge, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Say } from '../desk-context.tsx'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Secret } from '../secret.tsx'
import { wordOperation } from '../word-names.ts'
import { wordTarget } from '../word-served.ts'
import { Target } from './target.tsx'

/** A request as the contract has it. */
export type DeskRequest = ResponseOf<typeof listDeskRequests>['requests'][number]

/** Whether somebody can still decide on it. */
export function isWaiting({ decision, expires_at_ms: expiresAtMs }: DeskRequest): boolean {
  return decision === null && expiresAtMs > Date.now()
}

/** What came of it. */
export function wordDecision(request: DeskRequest, say: Say): string {
  return say(`requests.${request.decision ?? (isWaiting(request) ? 'waits' : 'expired')}`)
}

type Choice = { kind: 'approve' | 'refuse' | 'break_glass'; request: DeskRequest }

/** Requests as cards: one reads them before one agrees. */
export function RequestCards({ requests, onDecided }: { requests: readonly DeskRequest[]; onDecided: () => void }): ReactNode {
  const { words } = useDesk()
  const [choice, setChoice] = useState<Choice | undefined>(undefined)
  if (requests.length === 0) return <p className="card soft">{words.say('requests.none')}</p>
  return (
    <>
      <ul className="cards">
        {requests.map((request) => (
          <RequestCard key={request.request_id} request={request} onChoose={(kind) => setChoice({ kind, request })} />
        ))}
      </ul>
      {choice === undefined ? null : (
        <DecisionForm
          choice={choice}
          onClose={() => {
            setChoice(undefined)
            onDecided()
          }}
        />
      )}
    </>
  )
}

function RequestCard({ request, onChoose }: { request: DeskRequest; onChoose: (kind: Choice['kind']) => void }): ReactNode {
  const { words, may } = useDesk()
  const isOpen = isWaiting(request)
  return (
    <li className="card stack">
      <div className="row">
        <h2 className="grow">{wordOperation(request.operation, words.say)}</h2>
        <Badge tone={isOpen ? 'warn' : 'plain'}>{wordDecision(request, words.say)}</Badge>
      </div>
      <dl className="facts">
        <dt>{words.say('requests.target')}</dt>
        <dd><Target target={request.target} /></dd>
        <dt>{words.say('requests.askedBy')}</dt>
        <dd>
          <span className="fixed">{request.asked_by}</span>, {words.moment(request.asked_at_ms)}
        </dd>
        <dt>{words.say('act.reason')}</dt>
        <dd>{request.reason}</dd>
        {isOpen ? (
          <>
            <dt>{words.say('requests.until')}</dt>
            <dd>{words.moment(request.expires_at_ms)}</dd>
          </>
        ) : (
          <>
            <dt>{words.say('requests.decidedBy')}</dt>
            <dd className="fixed">{request.decided_by ?? ''}</dd>
          </>
        )}
      </dl>
      {isOpen && may(approveDeskRequest) ? <Choices request={request} onChoose={onChoose} /> : null}
    </li>
  )
}

/** What one may do about it: whoever asked withdraws it, whom it is about does nothing. */
function Choices({ request, onChoose }: { request: DeskRequest; onChoose: (kind: Choice['kind']) => void }): ReactNode {
  const { words, me } = useDesk()
  if (request.is_about_you) return <p className="soft">{words.say('own.other')}</p>
  if (request.asked_by === me.userId) {
    return (
      <div className="row">
        <span className="soft">{words.say('requests.mine')}</span>
        <Button onPress={() => onChoose('refuse')}>{words.say('requests.withdraw')}</Button>
        <Button kind="plain" onPress={() => onChoose('break_glass')}>
          {words.say('requests.breakGlass')}
        </Button>
      </div>
    )
  }
  return (
    <div className="row">
      <Button kind="main" onPress={() => onChoose('approve')}>
        {words.say('requests.approve')}
      </Button>
      <Button onPress={() => onChoose('refuse')}>{words.say('requests.refuse')}</Button>
    </div>
  )
}

function DecisionForm({ choice: { kind, request }, onClose }: { choice: Choice; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const params = { requestId: String(request.request_id) }
  return (
    <ActForm
      title={words.say(`requests.${kind}Title`)}
      explanation={words.say(`requests.${kind}Why`, { target: wordTarget(request.target, words) })}
      button={words.say(`requests.${kind}Do`)}
      isDangerous={kind === 'break_glass'}
      onClose={onClose}
      act={async (reason) => {
        if (kind === 'refuse') {
          await ask(refuseDeskRequest, { params, body: reason })
          return
        }
        const outcome = await ask(kind === 'approve' ? approveDeskRequest : breakGlass, { params, body: reason })
        return (
          <Notice tone="good">
            <p>{words.say('requests.done', { operation: wordOperation(outcome.operation, words.say), target: wordTarget(outcome.target, words) })}</p>
            {outcome.contained === undefined ? null : <p>{words.say('requests.contained', { count: outcome.contained })}</p>}
            {outcome.enrolment_url === undefined ? null : (
              <>
                <p>{words.say('requests.link')}</p>
                <Secret value={outcome.enrolment_url} />
              </>
            )}
          </Notice>
        )
      }}
    />
  )
}
