// Letting somebody in again who has lost every passkey: an organisation admin and a security officer, two people, each on record.
import type { ListedRecovery, Session } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actOn } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'

/** The link that two people have made for somebody. */
export interface Recovered {
  userId: string
  url: string
  goodFromMs: number
}

/** The operations; who may is the homeserver's to say. */
export interface DeskRecoveries {
  list(session: Session): Promise<ListedRecovery[]>
  ask(call: DeskCall, input: { userId: string } & Reason): Promise<string>
  agree(call: DeskCall, input: { recoveryId: string } & Reason): Promise<Recovered>
}

/** Ties the operations. */
export function createDeskRecoveries(context: DeskContext): DeskRecoveries {
  const { recovery } = context.ports
  return {
    list: (session) => recovery.list(session),
    ask: (call, input) => actOn(context, call, input, ({ userId }) => recovery.ask(call.session, { userId, reason: input.reason })),
    agree: (call, { recoveryId, ...reason }) =>
      actWith(context, call, { target: `recovery ${recoveryId}`, ...reason }, () => recovery.agree(call.session, recoveryId)),
  }
}
