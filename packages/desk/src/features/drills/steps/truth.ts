// What the intruder of a drill was shown, noted where it arrives: from the bytes of the answers, and from nothing that the
// server keeps.
import { isJsonObject } from '@chappe/core'
import type { JsonObject, JsonValue } from '@chappe/core'

/** What was shown. */
export interface Truth {
  /** By room id: what it is called, and the ids of its events. Of a room that was only listed, none. */
  rooms: Record<string, { name: string | null; events: string[] }>
  /** The most bytes of each file that one answer brought, by its `mxc:` address. */
  files: Record<string, number>
  /** Who wrote, who is a member, who invited. */
  people: string[]
  answers: number
  bytes: number
}

/** Nothing yet. */
export function noTruth(): Truth {
  return { rooms: {}, files: {}, people: [], answers: 0, bytes: 0 }
}

/** What of an answer shows nothing of rooms. */
const ASIDE: ReadonlySet<string> = new Set(['account_data', 'presence', 'to_device', 'device_lists', 'content', 'unsigned', 'prev_content'])

/** Notes an answer of JSON. `roomId`: of a path within a room. What is no JSON shows nothing that could be noted. */
export function noteAnswer(truth: Truth, bytes: Uint8Array, roomId?: string): void {
  truth.answers += 1
  truth.bytes += bytes.byteLength
  let value: JsonValue
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return
  }
  noteValue(truth, value, roomId)
}

/** Notes so many bytes of a file. */
export function noteFile(truth: Truth, mxc: string, bytes: number): void {
  truth.answers += 1
  truth.bytes += bytes
  truth.files[mxc] = Math.max(truth.files[mxc] ?? 0, bytes)
}

function noteValue(truth: Truth, value: JsonValue, roomId: string | undefined): void {
  if (Array.isArray(value)) {
    for (const each of value) noteValue(truth, each, roomId)
  } else if (isJsonObject(value)) {
    const { room_id: own } = value
    const place = typeof own === 'string' ? own : roomId
    if (typeof value['type'] === 'string') noteEvent(truth, value, place)
    for (const [key, each] of Object.entries(value)) {
      if (each !== undefined && !ASIDE.has(key)) noteValue(truth, each, key.startsWith('!') ? roomSeen(truth, key) : place)
    }
  }
}

function noteEvent(truth: Truth, event: JsonObject, roomId: string | undefined): void {
  const { event_id: eventId, type, sender, state_key: stateKey, content } = event
  if (roomId === undefined || typeof sender !== 'string' || !isJsonObject(content)) return
  const room = truth.rooms[roomSeen(truth, roomId)]
  // What comes with an invitation has no id, and names people all the same.
  if (room !== undefined && typeof eventId === 'string' && !room.events.includes(eventId)) room.events.push(eventId)
  if (room !== undefined && type === 'm.room.name' && typeof content['name'] === 'string') room.name = content['name']
  notePerson(truth, sender)
  if (type === 'm.room.member' && typeof stateKey === 'string') notePerson(truth, stateKey)
}

function roomSeen(truth: Truth, roomId: string): string {
  truth.rooms[roomId] ??= { name: null, events: [] }
  return roomId
}

function notePerson(truth: Truth, userId: string): void {
  if (!truth.people.includes(userId)) truth.people.push(userId)
}
