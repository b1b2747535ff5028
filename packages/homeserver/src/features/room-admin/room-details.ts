// A room as administrators see it: what its state says of it, and nothing of what is said in it.
import type { Room } from '../../engine/room.ts'
import type { ListedRoom } from './room-admin-store.ts'

/** The description; field names as on the wire. */
export interface RoomDetails {
  room_id: string
  name: string | null
  canonical_alias: string | null
  topic: string | null
  avatar: string | null
  joined_members: number
  joined_local_members: number
  version: string
  creator: string | null
  encryption: string | null
  federatable: boolean
  public: boolean
  join_rules: string | null
  guest_access: string | null
  history_visibility: string | null
  state_events: number
  room_type: string | null
}

/** Puts it together. */
export function detailsOf(room: Room, listed: ListedRoom): RoomDetails {
  const text = (type: string, key: string): string | null => {
    const value = room.state.get(type)?.get('')?.auth.content[key]
    return typeof value === 'string' ? value : null
  }
  const create = room.state.get('m.room.create')?.get('')
  let stateEvents = 0
  for (const entries of room.state.values()) stateEvents += entries.size
  return {
    room_id: room.roomId,
    name: text('m.room.name', 'name'),
    canonical_alias: text('m.room.canonical_alias', 'alias'),
    topic: text('m.room.topic', 'topic'),
    avatar: text('m.room.avatar', 'url'),
    joined_members: listed.joined,
    joined_local_members: listed.joined,
    version: room.rules.version,
    creator: create?.sender ?? null,
    encryption: text('m.room.encryption', 'algorithm'),
    federatable: create?.auth.content['m.federate'] !== false,
    public: listed.isPublished,
    join_rules: text('m.room.join_rules', 'join_rule'),
    guest_access: text('m.room.guest_access', 'guest_access'),
    history_visibility: text('m.room.history_visibility', 'history_visibility'),
    state_events: stateEvents,
    room_type: text('m.room.create', 'type'),
  }
}
