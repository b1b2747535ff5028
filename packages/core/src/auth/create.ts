// Rule 1: m.room.create.
import { domainOf, isUserId } from '../ids/ids.ts'
import type { JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { isRoomVersion } from '../room-versions/table.ts'
import { reject } from './reject.ts'
import type { AuthEvent, AuthRejection } from './state.ts'

/** "1. If type is m.room.create". Judged by itself: there is no state before it. */
export function checkCreate(rules: RoomVersionRules, event: AuthEvent): AuthRejection | undefined {
  // v1 1.1: "If it has any prev_events, reject."
  if ((event.prev_events ?? []).length > 0) {
    return reject('create_has_prev_events', 'A create event comes before every other and has no prev_events')
  }
  const roomIdFault = checkRoomId(rules, event)
  if (roomIdFault !== undefined) return roomIdFault
  // v1 1.3: "If content.room_version is present and is not a recognised version, reject."
  const version = event.content.room_version
  if (version !== undefined && !(typeof version === 'string' && isRoomVersion(version))) {
    return reject('create_unknown_room_version', 'The room version of the create event is not known')
  }
  // v12 1.4: "If additional_creators is present in content and is not an array of strings where each string passes the
  // same user ID validation applied to sender, reject."
  const creators = event.content.additional_creators
  if (rules.privilegedCreators && creators !== undefined && !isListOfUserIds(creators)) {
    return reject('create_bad_additional_creators', 'additional_creators is not a list of user ids')
  }
  // v1 1.4: "If content has no creator property, reject." v11 took it away.
  if (!rules.implicitCreator && event.content.creator === undefined) {
    return reject('create_without_creator', 'The create event does not name the creator')
  }
  // "Otherwise, allow."
  return undefined
}

function checkRoomId(rules: RoomVersionRules, event: AuthEvent): AuthRejection | undefined {
  if (rules.roomIdIsCreateHash) {
    // v12 1.2: "If the event has a room_id, reject."
    if (event.room_id === undefined) return undefined
    return reject('create_has_room_id', 'The room id is the hash of the create event, which cannot carry it')
  }
  // v1 1.2: "If the domain of the room_id does not match the domain of the sender, reject."
  const roomDomain = event.room_id === undefined ? undefined : domainOf(event.room_id)
  if (roomDomain !== undefined && roomDomain === domainOf(event.sender)) return undefined
  return reject('create_room_id_of_another_server', "The room id's domain is not the domain of the sender")
}

function isListOfUserIds(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && isUserId(item))
}
