// What was said in a room goes when its time is over: messages, what search and relations made of them, and files that
// nothing else has. State stays, and so does the ledger.
// https://github.com/matrix-org/matrix-spec-proposals/pull/1763
import type { JsonObject } from '@chappe/core'
import { canonicalJson, isJsonObject, parseJson, redact, roomVersionRules } from '@chappe/core'
import type { RetentionRules } from '@chappe/policy'
import { forumDeclarationOf, retentionOf } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import { PURGED, purgeInMemory } from '../../engine/purged.ts'
import { parsePdu } from '../../engine/row-mapping.ts'
import type { KeepingRoom } from './retention-store.ts'
import { findPositionAt, listAged, listKeepingRooms, listOwnFiles, noteStreamTime, purgeEvents } from './retention-store.ts'

export { startStreamTimes } from './stream-times.ts'

/** What the operation needs. */
export interface RetentionDeps {
  db: Db
  clock: Clock
  engine: Pick<RoomEngine, 'registry' | 'stream'>
  /** Deletes a file, its thumbnails with it. */
  deleteFile(mediaId: string): Promise<unknown>
  rules: RetentionRules
}

/** The operation of this feature. */
export interface Retention {
  /**
   * Takes away what is over; gives back how many events that were. Cut short anywhere, the next sweep goes on: files go
   * before the events that carry them, and each step commits with how far the room is purged.
   */
  sweep(isOver?: () => boolean): Promise<number>
}

const ROOMS = 200
const EVENTS = 200
/** How exactly it is known when events came. An event is kept for so much longer at most. */
const NOTED_EVERY_MS = 60 * 60 * 1000

/** Ties the operation to what it needs. */
export function createRetention(deps: RetentionDeps): Retention {
  return { sweep: (isOver = () => false) => sweep(deps, isOver) }
}

async function sweep(deps: RetentionDeps, isOver: () => boolean): Promise<number> {
  const { db, clock, engine, rules } = deps
  await noteStreamTime(db, { atMs: clock.now(), position: engine.stream.published, everyMs: NOTED_EVERY_MS })
  // Many rooms keep things equally long.
  const cutoffs = new Map<number, number>()
  const all = rules.room.defaultMs !== undefined
  let purged = 0
  for (let after = 0; ; ) {
    const rooms = await listKeepingRooms(db, after, { limit: ROOMS, all })
    for (const room of rooms) {
      const lifetimeMs = lifetimeOf(room, rules)
      if (lifetimeMs === undefined) continue
      const cutoff = cutoffs.get(lifetimeMs) ?? (await findPositionAt(db, clock.now() - lifetimeMs))
      cutoffs.set(lifetimeMs, cutoff)
      purged += await purgeRoomUpTo(deps, room, { upTo: cutoff, isOver })
      if (isOver()) return purged
    }
    const last = rooms.at(-1)
    if (last === undefined || rooms.length < ROOMS) return purged
    after = last.roomNid
  }
}

function lifetimeOf({ retention, forum }: KeepingRoom, rules: RetentionRules): number | undefined {
  const isForum = forumDeclarationOf(contentIn(forum)) !== undefined
  return retentionOf(contentIn(retention), isForum ? rules.forum : rules.room)
}

function contentIn(json: string | null): JsonObject | undefined {
  const pdu = json === null ? undefined : parseJson(json)
  const content = isJsonObject(pdu) ? pdu['content'] : undefined
  return isJsonObject(content) ? content : undefined
}

async function purgeRoomUpTo(deps: RetentionDeps, room: KeepingRoom, { upTo, isOver }: { upTo: number; isOver: () => boolean }): Promise<number> {
  let purged = 0
  for (let after = room.purgedTo; after < upTo && !isOver(); ) {
    const events = await listAged(deps.db, room.roomNid, { after, upTo, limit: EVENTS })
    const last = events.at(-1)
    const purgedTo = last === undefined || events.length < EVENTS ? upTo : last.position
    purged += await purgeStep(deps, room, { purgedTo, events })
    after = purgedTo
  }
  return purged
}

async function purgeStep(
  { db, engine, deleteFile }: RetentionDeps,
  { roomNid, version }: KeepingRoom,
  { purgedTo, events }: { purgedTo: number; events: readonly { position: number; isGone: boolean; json: string }[] },
): Promise<number> {
  const rules = roomVersionRules(version)
  if (rules === undefined) return 0
  const positions = events.map((each) => each.position)
  if (positions.length > 0) for (const mediaId of await listOwnFiles(db, roomNid, positions)) await deleteFile(mediaId)
  const left = events
    .filter((each) => !each.isGone)
    .map(({ position, json }) => ({ position, json: canonicalJson(redact(parsePdu(json), rules), { lenientNumbers: true }) }))
  await purgeEvents(db, { roomNid, purgedTo, mark: PURGED, events: left })
  if (left.length === 0) return 0
  // A room that is being loaded may have read the events as they were: it is waited for.
  const [inMemory] = await engine.registry.getMany([roomNid])
  if (inMemory !== undefined) purgeInMemory(inMemory, left)
  return left.length
}
