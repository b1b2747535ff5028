// Rooms to which people from outside are invited before they have an account.
import { MatrixError } from '@chappe/contract'
import { powerLevelFor, userPowerLevel } from '@chappe/core'
import { EXTERNALS } from '@chappe/policy'
import { authStateOf } from '../engine/room.ts'
import type { Accounts } from '../features/accounts/accounts.ts'
import type { EnrolmentDeps } from '../features/enrolment/enrolment.ts'
import type { Rooms, RoomsDeps } from '../features/rooms/rooms.ts'
import { contentOf, joinedRoomOf } from '../features/rooms/rooms.ts'

/** Ties what enrolment asks of rooms. */
export function tieGuestRooms({ accounts, rooms, roomsDeps }: { accounts: Accounts; rooms: Rooms; roomsDeps: RoomsDeps }): EnrolmentDeps['sources']['rooms'] {
  return {
    async assertMayInviteExternals(userId, roomId) {
      const room = await joinedRoomOf(roomsDeps, userId, roomId)
      const state = authStateOf(room)
      if (userPowerLevel(room.rules, state, userId) < powerLevelFor(room.rules, state, 'invite')) throw new MatrixError('M_FORBIDDEN', { message: 'You may not invite people to this room' })
      const { externalsApart } = roomsDeps.settings.policy
      if (externalsApart && contentOf(room, EXTERNALS)?.['allowed'] !== true) throw new MatrixError('M_FORBIDDEN', { message: 'This room is not open to externals' })
    },
    async invite({ sponsor, roomId, guest }) {
      const session = { ...(await accounts.serverCaller()), userId: sponsor }
      await rooms.inviteUser(session, { roomId, userId: guest, reason: undefined })
    },
  }
}
