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
    note(value)
    for (const [key, each] of Object.entries(value)) if (key !== 'content' && key !== 'prev_content') walk(each)
  }

  function note({ event_id: eventId, type, sender, state_key: stateKey, content, unsigned }: Json): void {
    if (unsigned?.prev_content !== undefined) eventIds.add(unsigned.replaces_state)
    if (typeof eventId === 'string' && typeof type === 'string' && content !== undefined) return void eventIds.add(eventId)
    // Stripped state has no event id, and names people all the same.
    if (typeof type !== 'string' || typeof sender !== 'string' || stateKey === undefined) return
    people.add(sender)
    if (type === 'm.room.member') people.add(stateKey)
  }

  const roomIn = (path: string): string => decodeURIComponent(/rooms\/([^/]+)/.exec(path)?.[1] ?? '')

  /** What is shown by paths whose answers are no events; the first that fits. */
  const ways: readonly [RegExp, (path: string, body: Json) => void][] = [
    [/\/room_keys\/keys/, (_, { rooms = {} }) => void (hasBackup ||= Object.keys(rooms).length > 0)],
    [/\/media\/(?:download|thumbnail)\/([^?]+)/, (path) => void files.add(`mxc://${/(?:download|thumbnail)\/([^?]+)/.exec(path)?.[1]}`)],
    [/\/user_directory\//, (_, { results }) => results.forEach((each: Json) => people.add(each.user_id))],
    [/\/profile\//, (path) => void people.add(decodeURIComponent(/profile\/([^/?]+)/.exec(path)?.[1] ?? ''))],
    [/\/publicRooms/, (_, { chunk }) => chunk.forEach((each: Json) => listed.add(each.room_id))],
    [/\/room_summary\//, (_, { room_id: roomId }) => void listed.add(roomId)],
    [/\/joined_members/, (path, { joined }) => Object.keys(joined).forEach((userId) => states.add(JSON.stringify([roomIn(path), 'm.room.member', userId])))],
    [/\/state\/[^/]+/, (path) => void states.add(JSON.stringify([roomIn(path), decodeURIComponent(/state\/([^/]+)/.exec(path)?.[1] ?? ''), '']))],
  ]

  function noteRooms(path: string, rooms: Json): void {
    for (const section of ['invite', 'knock']) for (const roomId of Object.keys(rooms[section] ?? {})) listed.add(roomId)
    if (!path.includes('simplified')) return
    for (const [roomId, room] of Object.entries<Json>(rooms)) {
      if (room.invite_state !== undefined || room.stripped_state !== undefined) listed.add(roomId)
      for (const { user_id: userId } of room.heroes ?? []) people.add(userId)
    }
  }

  return {
    eventIds, states, people, files, listed,
    hasKeysOf: (members) => hasBackup || members.some((member) => senders.has(member)),
    record(path, body) {
      for (const { type, sender } of body.to_device?.events ?? body.extensions?.to_device?.events ?? []) if (!WITHOUT_KEYS.test(type)) senders.add(sender)
      const way = ways.find(([pattern]) => pattern.test(path))
      if (way !== undefined) return way[1](path, body)
      const { to_device: _, presence: __, ...rest } = body
      walk(rest)
      noteRooms(path, rest.rooms ?? {})
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
