// Rooms without an admin: who of an organisation takes them over.
import type { Handover, Session } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'

/** The operations. */
export interface DeskHandovers {
  /** What waits for somebody of one's organisation; for an operator what is of none. */
  list(session: Session): Promise<Handover[]>
  /** See `RoomKeeping.takeOver`. */
  takeOver(call: DeskCall, input: { roomId: string } & Reason): Promise<void>
}

/** Ties the operations. */
export function createDeskHandovers(context: DeskContext): DeskHandovers {
  const { rooms } = context.ports
  return {
    // An admin of no organisation has no rooms to look after.
    list: async (session) => (session.roles.includes('operator') || session.organisationNid !== undefined ? rooms.list(session) : []),
    takeOver: (call, { roomId, ...reason }) => actWith(context, call, { target: roomId, ...reason }, () => rooms.takeOver(call.session, roomId)),
  }
}
