// From notes to what is owed to pushers: who is notified, and where their pushers are.
import type { NotificationsDeps } from '../notifications-deps.ts'
import { listActivePushers } from '../notifications-store.ts'
import type { PushMembers } from './push-members.ts'
import type { PushQueue } from './push-queue.ts'
import { destinationOf } from './destination.ts'
import type { EventNote } from './taken-notes.ts'
import { notifiedBy } from './taken-notes.ts'

/** Somebody who is owed a notification; position 0: their counts have changed. */
export interface Owed {
  userId: string
  roomNid: number
  position: number
}

const USERS_AT_ONCE = 500

/** Whom a batch of notes notifies, in their order; brings the members of rooms up to date on the way. */
export async function owedBy(members: PushMembers, notes: readonly EventNote[]): Promise<Owed[]> {
  const known = new Set(notes.map((note) => note.roomNid).filter((roomNid) => members.peek(roomNid) !== undefined))
  await members.ensure([...new Set(notes.map((note) => note.roomNid))])
  // What was just loaded has everybody who has joined; what was known before learns of them here.
  const joined = notes.flatMap((note) => (note.joined !== undefined && known.has(note.roomNid) ? [note.joined] : []))
  const withPushers = await members.filter([...new Set(joined)])
  const owed: Owed[] = []
  for (const note of notes) {
    const { roomNid, position } = note
    if (note.joined !== undefined && withPushers.has(note.joined)) members.add(roomNid, note.joined)
    if (note.left !== undefined) members.remove(roomNid, note.left)
    for (const userId of notifiedBy(note, members.peek(roomNid) ?? NOBODY)) owed.push({ userId, roomNid, position })
  }
  return owed
}

const NOBODY: ReadonlySet<string> = new Set()

/** Puts what users are owed into the queue of each of their pushers. */
export async function enqueue(deps: NotificationsDeps, parts: { members: PushMembers; queue: PushQueue }, owed: readonly Owed[]): Promise<void> {
  const dueAtMs = deps.ground.clock.now()
  for (let start = 0; start < owed.length; start += USERS_AT_ONCE) {
    const slice = owed.slice(start, start + USERS_AT_ONCE)
    const pushers = await listActivePushers(deps.ground.db, [...new Set(slice.map(({ userId }) => userId))])
    const byUser = Map.groupBy(pushers, ({ userId }) => userId)
    for (const { userId, roomNid, position } of slice) {
      const mine = byUser.get(userId)
      if (mine === undefined) parts.members.remove(roomNid, userId)
      for (const { appId, pushkey, data } of mine ?? []) {
        const destination = destinationOf(deps, pushkey, data)
        if (destination !== undefined) parts.queue.add({ userId, appId, pushkey }, destination.gateway, { position, roomNid, dueAtMs, isStored: false })
      }
    }
  }
}
