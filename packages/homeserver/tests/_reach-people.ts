// Whom somebody finds, which rooms the directory shows them, and what is said later of a moment that is over.
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { expect } from 'vitest'
import { pathOf } from './_reach-world.ts'
import type { ReachWorld } from './_reach-world.ts'

type Reachable = Awaited<ReturnType<Server['homeserver']['ports']['exposure']['reachable']>>

/** What was said of a moment when it was the present. */
export interface Then {
  atMs: number
  reach: Reachable
}

/** Whom a search finds by the beginning of each of some names, but for whoever searches. */
export async function searchFor(person: Person, names: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const name of names) {
    const { body } = await person.post('/_matrix/client/v3/user_directory/search', { search_term: name, limit: 50 })
    for (const { user_id: userId } of body.results ?? []) if (userId !== person.userId) found.add(userId)
  }
  return found
}

/** How many rooms the public directory shows, page by page. */
export async function countListed(person: Person): Promise<number> {
  const seen = new Set<string>()
  for (let since: string | undefined = ''; since !== undefined; ) {
    const { body }: { body: Json } = await person.get(`/_matrix/client/v3/publicRooms?limit=50${since === '' ? '' : `&since=${since}`}`)
    for (const { room_id: roomId } of body.chunk ?? []) seen.add(roomId)
    since = body.next_batch
  }
  return seen.size
}

/** What is said now of somebody's reach at this very moment, of which nothing has come yet. */
export async function lookNow(chappe: TestServer<Server>, { mallory }: Pick<ReachWorld, 'mallory'>, accountType: 'agent' | 'external' = 'agent'): Promise<Then> {
  chappe.clock.advance(1000)
  const atMs = chappe.clock.now()
  const reach = await reachAt(chappe, mallory, { atMs, accountType })
  chappe.clock.advance(1000)
  return { atMs, reach }
}

/** That what is said later of moments that are over is what was said then: never less, and no more but where a mark without a time was set or taken away. */
export async function expectSameOfThen(chappe: TestServer<Server>, { mallory, rooms, marked }: Pick<ReachWorld, 'mallory' | 'rooms' | 'marked'>, moments: readonly Then[], accountType: 'agent' | 'external' = 'agent'): Promise<void> {
  const marks = new Set(await nidsOf(chappe, [...marked]))
  const ours = new Set(await nidsOf(chappe, rooms.map(({ roomId }) => roomId)))
  for (const { atMs, reach: then } of moments) {
    const later = await reachAt(chappe, mallory, { atMs, accountType })
    const laterOf = new Map(later.rooms.map((room) => [room.roomNid, room]))
    for (const { roomNid, way, events, hasPreview } of then.rooms) {
      const found = laterOf.get(roomNid)
      if (marks.has(roomNid)) expect(found?.events, `room ${roomNid} at ${atMs}`).toBeGreaterThanOrEqual(events)
      else expect({ roomNid, way: found?.way, events: found?.events, hasPreview: found?.hasPreview }).toEqual({ roomNid, way, events, hasPreview })
    }
    const more = later.rooms.filter(({ roomNid, events, hasPreview }) => ours.has(roomNid) && !marks.has(roomNid) && (events > 0 || hasPreview) && !then.rooms.some((room) => room.roomNid === roomNid))
    expect(more).toEqual([])
    const [files, filesThen] = [new Set(later.files.map(({ mediaId }) => mediaId)), then.files.map(({ mediaId }) => mediaId)]
    expect(filesThen.filter((mediaId) => !files.has(mediaId))).toEqual([])
    expect(later.people.count, `people at ${atMs}`).toBeGreaterThanOrEqual(then.people.count)
    expect(later.people.all).toBeGreaterThanOrEqual(then.people.all)
    if (marked.size === 0) expect(later.people.inRooms).toBe(then.people.inRooms)
    expect([then.people.assumptions, then.people.assumed, then.people.listedAssumed]).toEqual([[], 0, 0])
    expect(later.people.assumptions).toEqual(expect.arrayContaining(['room_marks', 'profiles']))
  }
}

/** Nobody comes into the rooms of a world any more, and no directory shows them: the next one has the server for itself. */
export async function closeWorld({ rooms }: Pick<ReachWorld, 'rooms'>): Promise<void> {
  for (const { owner, roomId } of rooms) {
    await owner.put(pathOf(roomId, 'state/m.room.join_rules/'), { join_rule: 'invite' })
    await owner.put(pathOf(roomId, 'state/m.room.history_visibility/'), { history_visibility: 'joined' })
    await owner.put(`/_matrix/client/v3/directory/list/room/${encodeURIComponent(roomId)}`, { visibility: 'private' })
  }
}

async function reachAt(chappe: TestServer<Server>, mallory: Person, { atMs, accountType }: { atMs: number; accountType: 'agent' | 'external' }): Promise<Reachable> {
  const { ports } = chappe.server.homeserver
  const { organisationNid } = await ports.accounts.get(mallory.userId)
  return ports.exposure.reachable({ userId: mallory.userId, accountType, organisationNid, fromMs: atMs, toMs: atMs })
}

async function nidsOf(chappe: TestServer<Server>, roomIds: readonly string[]): Promise<number[]> {
  const rows = await chappe.database.query('SELECT room_nid FROM room WHERE room_id = ANY($1)', [roomIds])
  return rows.map((row) => Number(row['room_nid']))
}
