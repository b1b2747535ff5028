// One call to the push service of a browser (RFC 8030): its ledger row first, then the call, then what its answer means.
import type { GuardedClient } from '../../../outgoing/guarded-client.ts'
import type { NotificationsDeps } from '../notifications-deps.ts'
import { bodyOf, endOfProblem } from './call-gateway.ts'
import type { PushCall } from './prepare.ts'
import type { Job, JobEnd } from './push-queue.ts'

const TIMEOUT_MS = 10_000
/** A push service says what it has to say in its status; what else it answers is not read on. */
const MAX_ANSWER_BYTES = 4096

/** Makes the call and says how it ended. Never throws. */
export async function callPushService(
  deps: NotificationsDeps,
  client: GuardedClient,
  { job, call, signal }: { job: Job; call: PushCall; signal: AbortSignal },
): Promise<JobEnd> {
  if (call.subscription === undefined) return 'gone'
  const { isPlainHttp, ...sealed } = deps.webPush.callFor(call.subscription, { isUrgent: call.isUrgent, topic: String(job.item.roomNid) })
  try {
    const body = await bodyOf(deps, call, job.gateway)
    const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, cut: true, plainHttp: isPlainHttp }
    const { status } = await client.call({ method: 'POST', ...sealed, ...bounds, body, signal })
    return await endOf(deps, job, status)
  } catch (error) {
    return endOfProblem(deps, job, error)
  }
}

async function endOf(deps: NotificationsDeps, job: Job, status: number): Promise<JobEnd> {
  if (status >= 200 && status < 300) return 'done'
  if (status >= 500 || status === 429 || status === 408) return 'retry'
  // The subscription has ended (RFC 8030, 7.3); services say so by either.
  if (status === 404 || status === 410) {
    await deps.push.removePusher(job.key)
    return 'gone'
  }
  deps.ground.logger.warn({ status, service: new URL(job.gateway).host }, 'a push service refused a message')
  return 'done'
}
