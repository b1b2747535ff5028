// What another client may send that no client should: contents that are not as their types say.
import type { Json } from '@chappe/testkit'

/** Values that stand where something else is expected. */
const WRONG: readonly Json[] = [null, true, -1, 2 ** 53 - 1, 'text', '', 'x'.repeat(2000), '\u0000', '\u202e\u{1f600}', [], [null], {}, { a: [] }]

/** The members that each type's readers look at, on the server as in clients. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'm.room.name': ['name'],
  'm.room.topic': ['topic', 'm.topic'],
  'm.room.avatar': ['url', 'info'],
  'm.room.canonical_alias': ['alias', 'alt_aliases'],
  'm.room.join_rules': ['join_rule', 'allow'],
  'm.room.history_visibility': ['history_visibility'],
  'm.room.guest_access': ['guest_access'],
  'm.room.encryption': ['algorithm', 'rotation_period_ms'],
  'm.room.pinned_events': ['pinned'],
  'm.room.tombstone': ['body', 'replacement_room'],
  'm.room.server_acl': ['allow', 'deny', 'allow_ip_literals'],
  'm.room.third_party_invite': ['display_name', 'public_key', 'public_keys', 'key_validity_url'],
  'm.space.child': ['via', 'order', 'suggested'],
  'm.space.parent': ['via', 'canonical'],
  'm.call.member': ['memberships'],
  'org.matrix.msc3401.call.member': ['memberships', 'focus_active'],
  'im.vector.modular.widgets': ['type', 'url'],
}

/** Contents of state events, by type. */
export function hostileStates(): { type: string; content: Json }[] {
  return Object.entries(MEMBERS).flatMap(([type, members]) => [
    { type, content: {} },
    ...members.flatMap((member) => WRONG.map((value) => ({ type, content: { [member]: value } }))),
    { type, content: Object.fromEntries(members.map((member) => [member, { deep: deep(60) }])) },
  ])
}

/** Contents of messages. */
export function hostileMessages(): { type: string; content: Json }[] {
  const members = ['body', 'msgtype', 'format', 'formatted_body', 'm.relates_to', 'm.new_content', 'm.mentions', 'url', 'file', 'info', 'org.chappe.priority', 'org.chappe.ack_requested', 'org.chappe.groups']
  const relations = [
    ...WRONG.flatMap((value) => [{ rel_type: value, event_id: value }, { rel_type: 'm.replace', event_id: value }]),
    ...['m.annotation', 'm.replace', 'm.thread', 'm.reference'].flatMap((rel_type) => [
      { rel_type },
      { rel_type, event_id: '$nothing' },
      { rel_type, event_id: '$nothing', key: {} },
      { rel_type, event_id: '$nothing', key: 'x'.repeat(3000), 'm.in_reply_to': 1, is_falling_back: 'x' },
    ]),
  ]
  const mentions = [{ user_ids: 'x' }, { user_ids: [1, null, {}] }, { room: 'x' }, { user_ids: Array(2000).fill('@bob:chappe.test') }]
  return [
    ...['m.room.message', 'm.room.encrypted'].flatMap((type) =>
      members.flatMap((member) => WRONG.map((value) => ({ type, content: { [member]: value } }))),
    ),
    ...['m.reaction', 'm.sticker', 'm.poll.start', 'm.call.invite', 'm.room.create', ' ', 'x'.repeat(255)].flatMap((type) =>
      WRONG.map((value) => ({ type, content: { body: value, 'm.relates_to': value } })),
    ),
    ...relations.flatMap((relation) =>
      ['m.room.message', 'm.reaction'].map((type) => ({ type, content: { body: 'x', 'm.relates_to': relation } })),
    ),
    ...mentions.map((mention) => ({ type: 'm.room.message', content: { body: 'x', 'm.mentions': mention } })),
    { type: 'm.room.message', content: JSON.parse('{"__proto__": {"a": 1}, "constructor": {"prototype": 1}, "body": "x"}') },
    { type: 'm.room.message', content: { body: '\u{1f469}\u200d'.repeat(5000) } },
    { type: 'm.room.message', content: { body: 'a'.repeat(60_000) } },
  ]
}

/** Contents of membership events of somebody who stays. */
export function hostileMembers(): Json[] {
  const members = ['displayname', 'avatar_url', 'reason', 'is_direct', 'third_party_invite', 'join_authorised_via_users_server']
  return members.flatMap((member) => WRONG.map((value) => ({ membership: 'join', [member]: value })))
}

/** Contents of power levels, which room versions before 10 let be of many types. */
export function hostilePowerLevels(owner: string): Json[] {
  const levels = ['50', ' 50 ', '+5', '1_0', '5.5', 1.5, 2 ** 53 - 1, null, true, [], {}, 'x', '']
  const users = { [owner]: 100 }
  return [
    ...levels.flatMap((level) => [
      { users, users_default: level },
      { users, events: { 'm.room.name': level } },
      { users, notifications: { room: level } },
      { users: { ...users, '@bob:chappe.test': level } },
      { users, state_default: level, events_default: level, invite: level, kick: level, ban: level, redact: level },
    ]),
    ...[null, 'x', 1, [], [1]].flatMap((value) => [
      { users, events: value },
      { users, notifications: value },
      { users: { ...users, 'not a user': 50, '@x': 1 }, events: value },
    ]),
    { users },
  ]
}

/** What somebody may keep for themselves or send to a device. */
export const hostileContents: readonly Json[] = WRONG.flatMap((value) => [
  { content: value, ignored_users: value, event_id: value },
  { ignored_users: { '@alice:chappe.test': value }, '@alice:chappe.test': value },
])

/** Values of members of a profile. */
export const hostileValues: readonly Json[] = WRONG

function deep(levels: number): Json {
  let value: Json = 'bottom'
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}
