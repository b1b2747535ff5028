// One call to a push gateway: its ledger row first, then the call, then what its answer means.
import { isJsonObject, parseJson } from '@chappe/core'
import type { GuardedClient, OutgoingAnswer } from '../../../outgoing/guarded-client.ts'
import { OutgoingError } from '../../../outgoing/guarded-client.ts'
import type { Disclosed } from '../../../outgoing/outgoing-tap.ts'
import type { NotificationsDeps } from '../notifications-deps.ts'
import type { PushCall } from './prepare.ts'
import type { Job, JobEnd } from './push-queue.ts'

const TIMEOUT_MS = 10_000
const MAX_ANSWER_BYTES = 64 * 1024

/** Makes the call and says how it ended. Never throws. */
export async function callGateway(
  deps: NotificationsDeps,
  client: GuardedClient,
  { job, call, signal }: { job: Job; call: PushCall; signal: AbortSignal },
): Promise<JobEnd> {
  try {
    const answer = await client.call({
      method: 'POST',
      url: job.gateway,
      body: await bodyOf(deps, call, job.gateway),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      plainHttp: deps.settings.plainGateways,
      signal,
    })
    return await endOf(deps, job, answer)
  } catch (error) {
    return endOfProblem(deps, job, error)
  }
}

/** What it means that a gateway or a push service was not reached. */
export function endOfProblem(deps: NotificationsDeps, job: Job, error: unknown): JobEnd {
  const problem = error instanceof OutgoingError ? error.problem : 'here'
  deps.ground.logger.warn({ problem, gateway: new URL(job.gateway).host }, 'a push gateway was not reached')
  // An address that may not be called stays so; what failed on this side says nothing of the gateway.
  if (problem === 'forbidden' || problem === 'bad_url') return 'done'
  return problem === 'here' || problem === 'aborted' ? 'later' : 'retry'
}

/** What leaves, once the ledger says so. */
export async function bodyOf({ outgoing }: NotificationsDeps, call: PushCall, gateway: string): Promise<Disclosed> {
  if (call.event === undefined) return outgoing.tap.nothing(call.text)
  const { roomNid, position } = call.event
  const { userNid, deviceNid } = call.pusher
  return outgoing.tap.disclose('push.notify', call.text, {
    to: { userNid, deviceNid, destination: new URL(gateway).origin },
    reads: [{ kind: 'events', roomNid, from: position, to: position, count: 1 }],
  })
}

async function endOf(deps: NotificationsDeps, job: Job, { status, body }: OutgoingAnswer): Promise<JobEnd> {
  if (status >= 500 || status === 429 || status === 408) return 'retry'
  if (status < 200 || status >= 300) {
    deps.ground.logger.warn({ status, gateway: new URL(job.gateway).host }, 'a push gateway refused a notification')
    return 'done'
  }
  // "Homeservers must cease sending notification requests for these pushkeys and remove the associated pushers." (v1.19)
  if (!rejectedIn(body).includes(job.key.pushkey)) return 'done'
  await deps.push.removePusher(job.key)
  return 'gone'
}

function rejectedIn(body: Buffer): readonly unknown[] {
  try {
    const answer = parseJson(body.toString('utf8'))
    const rejected = isJsonObject(answer) ? answer['rejected'] : undefined
    return Array.isArray(rejected) ? rejected : []
  } catch {
    return []
  }
}
