// An application service asks to be called, to see whether it can be.
import { MatrixError } from '@chappe/contract'
import type { Clock } from '../../deps.ts'
import { OutgoingError } from '../../outgoing/guarded-client.ts'
import type { OutgoingTap } from '../../outgoing/outgoing-tap.ts'
import type { Session } from '../../session.ts'
import type { CallAppservice } from './outgoing-calls.ts'
import type { Registration } from './registration.ts'

/** What pinging needs. */
export interface PingDeps {
  registrations: readonly Registration[]
  call: CallAppservice
  clock: Clock
  tap: OutgoingTap
}

/** Milliseconds until the application service has answered. */
export async function ping(
  deps: PingDeps,
  session: Session,
  { appserviceId, transactionId }: { appserviceId: string; transactionId: string | undefined },
): Promise<number> {
  const registration = deps.registrations.find((each) => each.id === appserviceId)
  if (registration === undefined || session.appservice?.id !== appserviceId) {
    throw new MatrixError('M_FORBIDDEN', { message: 'The token is not that of this application service' })
  }
  if (registration.url === undefined) throw new MatrixError('M_URL_NOT_SET')
  const began = deps.clock.now()
  const body = deps.tap.nothing(JSON.stringify(transactionId === undefined ? {} : { transaction_id: transactionId }))
  const { status, body: answer } = await deps.call(registration, { method: 'POST', path: '/ping', body }).catch((error: unknown) => {
    if (!(error instanceof OutgoingError)) throw error
    throw new MatrixError(error.problem === 'timeout' ? 'M_CONNECTION_TIMEOUT' : 'M_CONNECTION_FAILED', { message: error.message })
  })
  if (status === 200) return Math.max(0, Math.round(deps.clock.now() - began))
  throw new MatrixError('M_BAD_STATUS', { fields: { status, body: answer.toString('utf8').slice(0, 1000) } })
}
