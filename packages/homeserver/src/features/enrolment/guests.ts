// People from outside who were invited to a room by mail: once they have an account, whoever vouches for them invites them.
import { MatrixError } from '@chappe/contract'
import type { EnrolmentDeps } from './enrolment-deps.ts'
import { listWaitingGuests, setRoomInvited } from './enrolment-store.ts'

const AT_ONCE = 100

/** Invites those who wait for it: one account, or (null) all. What the room refuses is over; what fails otherwise is tried again. */
export async function inviteGuests({ ground, sources: { rooms } }: EnrolmentDeps, userNid: number | null): Promise<void> {
  const { db, clock, logger } = ground
  for (const { invitationId, sponsor, roomId, guest } of await listWaitingGuests(db, userNid, AT_ONCE)) {
    try {
      await rooms.invite({ sponsor, roomId, guest })
    } catch (error) {
      const isRefused = error instanceof MatrixError && error.status < 500 && error.status !== 429
      logger.warn({ err: error, invitationId, isRefused }, 'somebody from outside could not be invited to the room')
      if (!isRefused) continue
    }
    await setRoomInvited(db, invitationId, clock.now())
  }
}
