// What survives of an event when it is redacted, and so what its hash and signatures cover.
// https://spec.matrix.org/v1.19/client-server-api/#redactions and "Redactions" of each room version
import { isJsonObject } from '../json/canonical.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import type { Pdu } from './pdu.ts'

const TOP_LEVEL_KEYS = [
  'event_id',
  'type',
  'room_id',
  'sender',
  'state_key',
  'content',
  'hashes',
  'signatures',
  'depth',
  'prev_events',
  'auth_events',
  'origin_server_ts',
] as const

// v11: "The top-level `origin`, `membership`, and `prev_state` properties are no longer protected from redaction."
const TOP_LEVEL_KEYS_BEFORE_V11 = [...TOP_LEVEL_KEYS, 'prev_state', 'origin', 'membership'] as const

const POWER_LEVEL_KEYS = [
  'ban',
  'events',
  'events_default',
  'kick',
  'redact',
  'state_default',
  'users',
  'users_default',
] as const

/** The event with everything stripped that its room version does not protect; the input is left as it is. */
export function redact(pdu: Pdu, rules: RoomVersionRules): Pdu {
  const kept: Record<string, JsonValue> = {}
  for (const key of rules.updatedRedactionRules ? TOP_LEVEL_KEYS : TOP_LEVEL_KEYS_BEFORE_V11) {
    const value = Object.hasOwn(pdu, key) ? pdu[key] : undefined
    if (value !== undefined) kept[key] = value
  }
  const redacted: Pdu = Object.assign(kept, {
    auth_events: pdu.auth_events,
    content: redactContent(pdu.type, pdu.content, rules),
    depth: pdu.depth,
    origin_server_ts: pdu.origin_server_ts,
    prev_events: pdu.prev_events,
    sender: pdu.sender,
    type: pdu.type,
  })
  return redacted
}

/** Whether anything of the content of this type survives redaction. */
export function keepsContentWhenRedacted(type: string, rules: RoomVersionRules): boolean {
  return type === 'm.room.create' || protectedContentKeys(type, rules).length > 0
}

/** What is left of `content` when an event of `type` is redacted. */
export function redactContent(type: string, content: JsonObject, rules: RoomVersionRules): JsonObject {
  // v11: "m.room.create allows all keys."
  if (type === 'm.room.create' && rules.updatedRedactionRules) return content
  const kept: JsonObject = {}
  for (const key of protectedContentKeys(type, rules)) {
    const value = Object.hasOwn(content, key) ? content[key] : undefined
    if (value !== undefined) kept[key] = value
  }
  if (type === 'm.room.member' && rules.updatedRedactionRules) keepSignedInvite(content, kept)
  return kept
}

// v11: "Additionally, it allows the `signed` key of the `third_party_invite` key."
function keepSignedInvite(content: JsonObject, kept: JsonObject): void {
  const invite = content.third_party_invite
  if (!isJsonObject(invite)) return
  const signed = invite.signed
  kept.third_party_invite = signed === undefined ? {} : { signed }
}

const NOTHING: readonly string[] = []

/** The content keys that redaction leaves, by event type; spec sentence beside each. */
function protectedContentKeys(type: string, rules: RoomVersionRules): readonly string[] {
  switch (type) {
    case 'm.room.member':
      // v1: "m.room.member allows key membership." v9: "..., join_authorised_via_users_server."
      return rules.redactionKeepsJoinAuthorised ? ['membership', 'join_authorised_via_users_server'] : ['membership']
    case 'm.room.create':
      // v1: "m.room.create allows key creator."
      return ['creator']
    case 'm.room.join_rules':
      // v1: "m.room.join_rules allows key join_rule." v8: "..., allow."
      return rules.redactionKeepsJoinRulesAllow ? ['join_rule', 'allow'] : ['join_rule']
    case 'm.room.power_levels':
      // v11: "The m.room.power_levels event keeps the invite property under content."
      return rules.updatedRedactionRules ? [...POWER_LEVEL_KEYS, 'invite'] : POWER_LEVEL_KEYS
    case 'm.room.aliases':
      // v1: "m.room.aliases allows key aliases." v6 took it away.
      return rules.redactionKeepsAliases ? ['aliases'] : NOTHING
    case 'm.room.history_visibility':
      return ['history_visibility']
    case 'm.room.redaction':
      // v11: "m.room.redaction allows key redacts."
      return rules.updatedRedactionRules ? ['redacts'] : NOTHING
    default:
      return NOTHING
  }
}
