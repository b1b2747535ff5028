// The truth of a scenario: what a client was answered, written down where the answers arrive.
import type { Server } from '@chappe/server'
import type { Json, TestServer } from '@chappe/testkit'

/** What a client was answered. */
export interface Recorder {
  record(path: string, body: Json): void
  readonly eventIds: ReadonlySet<string>
  /** State that was shown by its content alone: room, type, state key. */
  readonly states: ReadonlySet<string>
  readonly people: ReadonlySet<string>
  readonly files: ReadonlySet<string>
  readonly listed: ReadonlySet<string>
  /** Whether keys of a room with these members can have come. */
  hasKeysOf(members: readonly string[]): boolean
}

/** What has to stand in the report. */
export interface Truth {
  /** By room id: how many events in the clear, and how many encrypted ones. */
  rooms: Map<string, { clear: number; ciphertext: number }>
  people: string[]
  files: string[]
  listed: string[]
}

/** Messages to devices that carry no keys of rooms. */
const WITHOUT_KEYS = /^m\.(?:room_key_request|secret\.request|key\.verification\..*|room_key\.withheld|dummy)$/

/** Writes down what comes. */
export function createRecorder(): Recorder {
  const [eventIds, states, people, files, listed, senders] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()]
  let hasBackup = false

  function walk(value: Json): void {
    if (Array.isArray(value)) return value.forEach((each) => walk(each))
    if (typeof value !== 'object' || value === null) return
    if (typeof value.event_id === 'string' && typeof value.type === 'string' && 'content' in value) eventIds.add(value.event_id)
    else if (typeof value.type === 'string' && typeof value.sender === 'string' && 'state_key' in value) {
      // Stripped state has no event id, and names people all the same.
      people.add(value.sender)
      if (value.type === 'm.room.member') people.add(value.state_key)
    }
    for (const [key, each] of Object.entries(value)) if (key !== 'content' && key !== 'prev_content') walk(each)
  }

  return {
    eventIds, states, people, files, listed,
    hasKeysOf: (members) => hasBackup || members.some((member) => senders.has(member)),
    record(path, body) {
      for (const { type, sender } of body.to_device?.events ?? body.extensions?.to_device?.events ?? []) if (!WITHOUT_KEYS.test(type)) senders.add(sender)
      const { to_device: _, presence: __, ...rest } = body
      if (path.includes('/room_keys/keys')) hasBackup ||= Object.keys(body.rooms ?? {}).length > 0
      else if (path.includes('/media/download/') || path.includes('/media/thumbnail/')) files.add(`mxc://${/(?:download|thumbnail)\/([^?]+)/.exec(path)?.[1]}`)
      else if (path.includes('/user_directory/')) for (const { user_id: userId } of body.results) people.add(userId)
      else if (path.includes('/profile/')) people.add(decodeURIComponent(/profile\/([^/?]+)/.exec(path)?.[1] ?? ''))
      else if (path.includes('/publicRooms')) for (const { room_id: roomId } of body.chunk) listed.add(roomId)
      else if (path.includes('/joined_members')) {
        const roomId = decodeURIComponent(/rooms\/([^/]+)/.exec(path)?.[1] ?? '')
        for (const userId of Object.keys(body.joined)) states.add(JSON.stringify([roomId, 'm.room.member', userId]))
      } else if (/\/state\/[^/]+/.test(path)) {
        const [, roomId = '', type = ''] = /rooms\/([^/]+)\/state\/([^/]+)/.exec(path) ?? []
        states.add(JSON.stringify([decodeURIComponent(roomId), decodeURIComponent(type), '']))
      } else {
        walk(rest)
        for (const section of ['invite', 'knock']) for (const roomId of Object.keys(body.rooms?.[section] ?? {})) listed.add(roomId)
        for (const [roomId, room] of Object.entries<Json>(path.includes('simplified') ? (body.rooms ?? {}) : {})) {
          if (room.invite_state !== undefined || room.stripped_state !== undefined) listed.add(roomId)
          for (const { user_id: userId } of room.heroes ?? []) people.add(userId)
        }
      }
    },
  }
}

/** Looks the events up: whose they are, of which rooms, and whether they are encrypted. */
export async function truthOf(chappe: TestServer<Server>, { eventIds, states, people, files, listed }: Recorder): Promise<Truth> {
  const found = await chappe.database.query(
    `SELECT r.room_id, e.event_id, e.type, e.sender, e.state_key FROM event e JOIN room r USING (room_nid)
     WHERE e.event_id = ANY($1) OR e.event_id IN (SELECT s.event_id FROM state_interval s JOIN room q USING (room_nid), jsonb_array_elements($2::jsonb) w
       WHERE s.to_position = 9223372036854775807 AND q.room_id = w->>0 AND s.type = w->>1 AND s.state_key = w->>2)`,
    [[...eventIds], `[${[...states].join(',')}]`],
  )
  const rooms: Truth['rooms'] = new Map()
  const seen = new Set(people)
  for (const { room_id: roomId, type, sender, state_key: stateKey } of found as Json[]) {
    const sums = rooms.get(roomId) ?? { clear: 0, ciphertext: 0 }
    rooms.set(roomId, sums)
    if (type === 'm.room.encrypted') sums.ciphertext += 1
    else sums.clear += 1
    seen.add(sender)
    if (type === 'm.room.member') seen.add(stateKey)
  }
  return { rooms, people: [...seen].toSorted(), files: [...files].toSorted(), listed: [...listed].toSorted() }
}
