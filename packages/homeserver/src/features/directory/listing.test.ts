import { expect, test } from 'vitest'
import type { Db } from '../../db/pool.ts'
import type { Room } from '../../engine/room.ts'
import { setState } from '../../engine/room.ts'
import { stateEntryOf } from '../../engine/row-mapping.ts'
import { emptyRoom } from '../../engine/steps/load-rooms.ts'
import type { ListingDeps } from './listing.ts'
import { createListing } from './listing.ts'

const NO_DATABASE = new Proxy({}, { get: () => () => { throw new Error('nothing has to be looked up') } }) as Db

/** A listing of rooms in memory, of which each can be dropped from there. */
function listingOf(rooms: readonly Room[]) {
  const inMemory = new Map(rooms.map((room) => [room.roomNid, room]))
  const published = new Set(inMemory.keys())
  const listeners: ((room: Room) => void)[] = []
  const stream = { published: 1 }
  const registry = {
    peek: (roomNid: number) => inMemory.get(roomNid),
    onDropped: (listener: (room: Room) => void) => listeners.push(listener),
  }
  const engine = { registry, stream } as unknown as ListingDeps['engine']
  const names = { published: async () => published } as unknown as ListingDeps['names']
  return {
    listing: createListing({ db: NO_DATABASE, clock: { now: () => 0 }, engine, names }),
    drop(room: Room) {
      inMemory.delete(room.roomNid)
      for (const listener of listeners) listener(room)
    },
    commit: () => (stream.published += 1),
  }
}

function named(room: Room, name: string): void {
  const position = room.lastStatePosition + 1
  const json = JSON.stringify({ type: 'm.room.name', content: { name }, auth_events: [], prev_events: [], origin_server_ts: 0 })
  setState(room, 'm.room.name', '', stateEntryOf({ position, eventId: `$${position}`, sender: '@alice:chappe.test', json }))
  room.lastStatePosition = position
}

function roomOf(roomNid: number, joinedCount: number): Room {
  const room = emptyRoom({ roomNid, roomId: `!${roomNid}:chappe.test`, version: '11' }, 0)
  room.joinedCount = joinedCount
  named(room, `room ${roomNid}`)
  return room
}

test('a room that changed and left memory before anybody looked again is listed as it was when it left', async () => {
  const room = roomOf(1, 3)
  const { listing, drop, commit } = listingOf([room])
  expect((await listing.list()).map((each) => each.searched)).toEqual(['room 1'])
  named(room, 'renamed')
  commit()
  drop(room)
  expect((await listing.list()).map((each) => each.searched)).toEqual(['renamed'])
})

test('the largest room comes first, also after another has grown', async () => {
  const rooms = [roomOf(1, 3), roomOf(2, 5), roomOf(3, 5)]
  const { listing, commit } = listingOf(rooms)
  const order = async () => (await listing.list()).map((each) => each.roomNid)
  expect(await order()).toEqual([2, 3, 1])
  const [first] = rooms
  if (first === undefined) throw new Error('no room')
  first.joinedCount = 7
  named(first, 'grown')
  commit()
  expect(await order()).toEqual([1, 2, 3])
})
