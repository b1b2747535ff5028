// Rooms with what the policy asks beside its rules: that they are never without an admin, and that opening one to
// everybody takes a fresh touch.
import type { Logger } from '../deps.ts'
import { RuleRefusal } from '../engine/room-guard.ts'
import type { Accounts } from '../features/accounts/accounts.ts'
import type { RoomKeeping } from '../features/room-keeping/room-keeping.ts'
import { createRoomKeeping } from '../features/room-keeping/room-keeping.ts'
import type { Rooms, RoomsDeps } from '../features/rooms/rooms.ts'
import { contentOf, createRooms } from '../features/rooms/rooms.ts'
import { serverUserIdOf } from '../server-user.ts'
import type { StepUp } from '../step-up.ts'

/** What it is tied from. */
export interface KeptRoomsParts {
  roomsDeps: RoomsDeps
  accounts: Pick<Accounts, 'serverCaller'>
  logger: Logger
  stepUp: StepUp
}

/** The operations on rooms, and what looks after rooms without an admin. */
export function createKeptRooms(parts: KeptRoomsParts): { rooms: Rooms; keeping: RoomKeeping } {
  const { roomsDeps, accounts, logger } = parts
  const { db, clock, engine, settings } = roomsDeps
  const plain = createRooms(roomsDeps)
  const keeping = createRoomKeeping({
    db,
    clock,
    engine,
    rooms: plain,
    people: {
      serverUserId: serverUserIdOf(settings.serverName),
      serverCaller: () => accounts.serverCaller(),
      sessionOf: async (userId) => ({ ...(await accounts.serverCaller()), userId }),
    },
    settings,
  })
  plain.onJoined(async (userId, room) => {
    await keeping.afterJoining(userId, room).catch((error: unknown) => {
      logger.error({ err: error }, 'the server could not leave a room that has an admin again')
    })
  })
  const kept = withKeeping(plain, keeping)
  async function isOpen(roomId: string): Promise<boolean> {
    const room = await engine.registry.find(roomId)
    return room !== undefined && contentOf(room, 'm.room.join_rules')?.['join_rule'] === 'public'
  }
  return { rooms: withStepUp({ stepUp: parts.stepUp, isOpen }, kept), keeping }
}

function withKeeping(rooms: Rooms, keeping: RoomKeeping): Rooms {
  return {
    ...rooms,
    async leaveRoom(session, input) {
      await keeping.beforeLeaving(session, input.roomId)
      try {
        await rooms.leaveRoom(session, input)
      } catch (error) {
        // The other admin has left in the same moment: whoever was not first is the last one.
        if (!(error instanceof RuleRefusal) || error.violation !== 'last_admin') throw error
        await keeping.beforeLeaving(session, input.roomId)
        await rooms.leaveRoom(session, input)
      }
    },
    async setRoomState(session, input) {
      const isLeaving = input.type === 'm.room.member' && input.stateKey === session.userId && input.content['membership'] === 'leave'
      if (isLeaving) await keeping.beforeLeaving(session, input.roomId)
      return rooms.setRoomState(session, input)
    },
  }
}

const OPENING = 'open_room'

/** Operations on rooms that ask for a touch before a room is opened to everybody. */
export function withStepUp({ stepUp, isOpen }: { stepUp: StepUp; isOpen(roomId: string): Promise<boolean> }, rooms: Rooms): Rooms {
  return {
    ...rooms,
    async createRoom(session, input) {
      const given = input.initial_state?.find((each) => each.type === 'm.room.join_rules' && (each.state_key ?? '') === '')
      const preset = input.preset ?? (input.visibility === 'public' ? 'public_chat' : 'private_chat')
      const opens = given === undefined ? preset === 'public_chat' : given.content['join_rule'] === 'public'
      if (opens) await stepUp.require(session, OPENING)
      return rooms.createRoom(session, input)
    },
    async setRoomState(session, input) {
      const opens = input.type === 'm.room.join_rules' && input.content['join_rule'] === 'public'
      if (opens && !(await isOpen(input.roomId))) await stepUp.require(session, OPENING)
      return rooms.setRoomState(session, input)
    },
  }
}

