// The account of many rooms that both sync benchmarks use.

import type { BenchContext } from '../benchmark.ts'
import { scaled } from '../benchmark.ts'
import { paths, type Account, type Json, type MatrixApi, type Session } from '../matrix/api.ts'
import { at, getPopulation } from '../matrix/population.ts'

const ROOMS = 500
export const EVENTS_PER_ROOM = 20

/** What a client asks for: members as they are needed, 20 events per room. */
const FILTER: Json = {
  room: { timeline: { limit: EVENTS_PER_ROOM, lazy_load_members: true }, state: { lazy_load_members: true } },
  presence: { types: [] },
}

export interface SyncAccount {
  /** Reads; is in all rooms. */
  reader: Account
  /** Writes; is in all rooms. */
  writer: Account
  roomIds: string[]
  filterId: string
}

/** Body of a sync answer, as far as it is looked at. */
export interface SyncAnswer {
  next_batch: string
  rooms?: { join?: Record<string, { timeline?: { events?: Json[] } }> }
}

/** Makes (or finds) an account in 500 rooms (at scale 1) with at least 20 events each. */
export async function getSyncAccount(context: BenchContext, api: MatrixApi): Promise<SyncAccount> {
  return syncAccountOf(context, api, context.target.folder)
}

/**
 * Makes an account like it that never read anything, in rooms that nobody has read: however a server gets ready for
 * those who were there before, it cannot have done so for this one. Never kept, since it is read once.
 */
export async function makeUnreadAccount(context: BenchContext, api: MatrixApi): Promise<SyncAccount> {
  return syncAccountOf(context, api, undefined)
}

async function syncAccountOf(context: BenchContext, api: MatrixApi, folder: string | undefined): Promise<SyncAccount> {
  const rooms = scaled(ROOMS, context.options.scale, 2)
  const plan = { kind: 'sync', accounts: 3, rooms, messagesPerRoom: EVENTS_PER_ROOM }
  const population = await getPopulation({ api, folder, say: context.say }, plan)
  const reader = at(population.accounts, 0)
  const filterId = await api.createFilter(reader, FILTER)
  return { reader, writer: at(population.accounts, 1), roomIds: population.roomIds, filterId }
}

/** Makes an initial sync and checks that it shows every room with its events: an answer that leaves out work is no answer. */
export async function checkInitialSync(api: MatrixApi, account: SyncAccount, session: Session): Promise<{ next: string, rooms: number, events: number }> {
  const answer = await api.call('GET', paths.sync(account.filterId, undefined, 0), session.token) as unknown as SyncAnswer
  const joined = Object.values(answer.rooms?.join ?? {})
  const events = joined.reduce((sum, room) => sum + (room.timeline?.events?.length ?? 0), 0)
  if (joined.length < account.roomIds.length || events < account.roomIds.length * EVENTS_PER_ROOM) {
    throw new Error(`initial sync shows ${joined.length} of ${account.roomIds.length} rooms and ${events} events`)
  }
  return { next: answer.next_batch, rooms: joined.length, events }
}

/** Reads `next_batch` from the bytes of a sync answer without parsing the rest. */
export function findNextBatch(body: Buffer): string | undefined {
  // Servers write it first or last; either way one search finds it.
  const key = body.indexOf('"next_batch"')
  if (key < 0) return undefined
  return /^"next_batch" *: *"([^"\\]*)"/.exec(body.toString('utf8', key, key + 4096))?.[1]
}
