// Sessions, and what is stopped beside accounts, tied to every process of the installation and to what is under way here.
import type { Sessions } from '../features/accounts/accounts.ts'
import { createSessions } from '../features/accounts/accounts.ts'
import type { AddressBlocks, RoomFreezes } from '../features/containment/containment.ts'
import { createAddressBlocks, createRoomFreezes } from '../features/containment/containment.ts'
import type { RoomEngine } from '../engine/engine.ts'
import type { Foundation } from '../foundation.ts'
import type { Notice } from '../processes/fence.ts'
import type { MediaFeature } from './media.ts'

/** What is stopped beside accounts. */
export interface Stops {
  addresses: AddressBlocks
  frozenRooms: RoomFreezes
}

/** Sessions that are forgotten in every process at once. */
export function openSessions({ database, clock, fence }: Foundation, { helpDesk }: { helpDesk?: string | undefined }): Sessions {
  return createSessions({
    db: database.db,
    clock,
    helpDesk,
    tellOthers: (what) => fence.broadcast({ kind: 'forget', ...what }),
    hintOthers: (userId, isOver) => fence.hint({ kind: 'hold', userId, isOver }),
  })
}

/** Reads what is stopped beside accounts; every process has it in memory. */
export async function openStops(
  { clock, live, fence, database: { db } }: Foundation,
  { sessions, engine }: { sessions: Sessions; engine: RoomEngine },
): Promise<Stops> {
  return {
    addresses: await createAddressBlocks({
      db,
      clock,
      beginHeldAnew() {
        sessions.forgetAll()
        live.wakeAll()
      },
      tellOthers: () => fence.broadcast({ kind: 'addresses' }),
    }),
    frozenRooms: await createRoomFreezes({
      db,
      clock,
      rooms: {
        find: (roomId) => engine.registry.find(roomId),
        lastPosition: () => engine.stream.published,
        setFrozen: (roomNid, position) => engine.registry.setFrozen(roomNid, position),
      },
      tellOthers: () => fence.broadcast({ kind: 'frozenRooms' }),
    }),
  }
}

/** What another process can tell this one about. */
export interface Told {
  sessions: Sessions
  stops: Stops
}

/** Does what another process says. Every process takes each kind of notice. */
export async function obey({ sessions, stops }: Told, notice: Notice): Promise<void> {
  if (notice.kind === 'forget') await sessions.obey({ userId: notice.userId, deviceNid: notice.deviceNid, how: notice.how })
  else if (notice.kind === 'hold') sessions.obeyHold(notice.userId, notice.isOver)
  else await stops[notice.kind].obey()
}

/** Who is contained, locked or signed out is told so at once, in whatever process: what is held for them ends. */
export function tieSessions({ live, fence, underWay }: Foundation, told: Told, media: Pick<MediaFeature, 'sending'>): void {
  const { sessions, stops } = told
  fence.onNotice((notice) => obey(told, notice))
  fence.onFenced(async () => {
    sessions.forgetAll()
    underWay.cutAll()
    await stops.frozenRooms.obey()
    await stops.addresses.obey()
  })
  fence.onLapse(() => underWay.cutAll())
  sessions.onForget(({ userId, deviceNid, how }) => {
    const user = live.find(userId)
    if (user !== undefined) live.wake([user])
    if (how === 'changed') return
    underWay.cut(userId, deviceNid)
    media.sending.cut(userId, deviceNid)
  })
}
