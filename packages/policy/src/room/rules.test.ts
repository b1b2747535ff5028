// The rules for rooms as a table: one event in one room, and what is wrong with it.
import type { AuthEvent, JsonObject } from '@chappe/core'
import { roomVersionRules } from '@chappe/core'
import { expect, test } from 'vitest'
import { policyOf } from '../profile.ts'
import { retentionOf, retentionRulesOf } from './retention.ts'
import { checkNewRoom, checkRoomEvent } from './rules.ts'
import type { PersonFacts, RoomEvent, RoomView } from './view.ts'

const DAY = 24 * 60 * 60 * 1000
const NOW = 1_800_000_000_000
const ALICE = '@alice:x'
const BOB = '@bob:x'
const EVE = '@eve:x'
const CAROL = '@carol:x'
const DAN = '@dan:x'
const SERVER = '@server-notices:x'
const rules = roomVersionRules('12')
if (rules === undefined) throw new Error('version 12 is known')

const people: Record<string, PersonFacts> = {
  [ALICE]: { accountType: 'agent', organisationId: 'interior' },
  [BOB]: { accountType: 'agent', organisationId: 'interior' },
  [EVE]: { accountType: 'external', organisationId: 'interior' },
  [CAROL]: { accountType: 'agent', organisationId: 'finance' },
  [DAN]: { accountType: 'agent', organisationId: 'defence' },
}

type State = Record<string, JsonObject>

function room(state: State = {}, more: Partial<RoomView> = {}): RoomView {
  const all: State = {
    'm.room.create': { room_version: '12', additional_creators: [SERVER] },
    'm.room.power_levels': { users: { [BOB]: 100 } },
    [`m.room.member ${ALICE}`]: { membership: 'join' },
    [`m.room.member ${BOB}`]: { membership: 'join' },
    ...state,
  }
  const get = (type: string, key: string): AuthEvent | undefined => {
    const content = all[key === '' ? type : `${type} ${key}`]
    return content === undefined ? undefined : { event_id: '$e', type, state_key: key, sender: ALICE, content }
  }
  const base = { rules: rules!, state: { get }, joinedCount: 2, invitedCount: 0, isNew: false, serverUserId: SERVER, nowMs: NOW }
  return { ...base, person: (userId) => people[userId], ...more }
}

const ENCRYPTED = { 'm.room.encryption': { algorithm: 'm.megolm.v1.aes-sha2' } }
const OPEN = { 'm.room.join_rules': { join_rule: 'public' } }
const EXTERNALS = { 'org.chappe.room.externals': { allowed: true } }
const declaration = { organisation: 'interior', owners: [ALICE, BOB], purpose: 'Questions about leave', review_at_ms: NOW + 90 * DAY }
const FORUM = { ...OPEN, 'org.chappe.room.forum': declaration }
const MEANT = { ...OPEN, ...ENCRYPTED, 'org.chappe.room.audience': { organisations: ['interior', 'defence'] } }
const TALK = { ...ENCRYPTED, 'm.room.create': { 'org.chappe.room.direct': true }, 'm.room.power_levels': {} }
const PRIVATE = { ...ENCRYPTED, 'm.room.join_rules': { join_rule: 'invite' } }

function state(type: string, content: JsonObject, sender = ALICE, stateKey = ''): RoomEvent {
  return { type, stateKey, sender, content, redacts: undefined }
}
const says = (sender = ALICE, type = 'm.room.message'): RoomEvent => ({ type, stateKey: undefined, sender, content: { body: 'soup?' }, redacts: undefined })
const member = (userId: string, membership: string, sender = userId): RoomEvent => state('m.room.member', { membership }, sender, userId)
const redaction = (type: string, of = ALICE, sender = ALICE): RoomEvent => ({
  type: 'm.room.redaction', stateKey: undefined, sender, content: {}, redacts: { type, stateKey: '', sender: of },
})
const audience = (organisations: JsonObject[string]): RoomEvent => state('org.chappe.room.audience', { organisations })
const levels = (content: JsonObject): RoomEvent => state('m.room.power_levels', content)
const forum = (change: JsonObject, sender = ALICE): RoomEvent => state('org.chappe.room.forum', { ...declaration, ...change }, sender)

const cases: [string, State, RoomEvent, string[]][] = [
  ['world-readable history', PRIVATE, state('m.room.history_visibility', { history_visibility: 'world_readable' }), ['world_readable']],
  ['guests', PRIVATE, state('m.room.guest_access', { guest_access: 'can_join' }), ['guests']],
  ['guests under another state key', PRIVATE, state('m.room.guest_access', { guest_access: 'can_join' }, ALICE, 'x'), ['guests']],
  ['history for members', PRIVATE, state('m.room.history_visibility', { history_visibility: 'joined' }), []],

  ['another encryption', PRIVATE, state('m.room.encryption', { algorithm: 'rot13' }), ['encryption_algorithm']],
  ['no encryption', PRIVATE, state('m.room.encryption', {}), ['encryption_algorithm']],
  ['shorter sessions', PRIVATE, state('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2', rotation_period_msgs: 1 }), []],
  ['encryption redacted', PRIVATE, redaction('m.room.encryption'), ['encryption_lowered']],
  ['a message in the clear', PRIVATE, says(), ['unencrypted_message']],
  ['a poll in the clear', PRIVATE, says(ALICE, 'org.matrix.msc3381.poll.start'), ['unencrypted_message']],
  ['a reaction', PRIVATE, says(ALICE, 'm.reaction'), []],
  ['an encrypted message', PRIVATE, says(ALICE, 'm.room.encrypted'), []],
  ['a message in a private room from before the rules', { 'm.room.join_rules': { join_rule: 'invite' } }, says(), ['unencrypted_message']],
  ['a message in an open room that is no forum', OPEN, says(), ['unencrypted_message']],
  ['a message in a forum', FORUM, says(), []],
  ['encryption in a forum', FORUM, state('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' }), ['encrypted_forum']],
  ['a forum that becomes private', FORUM, state('m.room.join_rules', { join_rule: 'invite' }), ['encryption_missing']],
  ['an encrypted room that opens', PRIVATE, state('m.room.join_rules', { join_rule: 'public' }), []],
  ['an open encrypted room that closes', { ...ENCRYPTED, ...OPEN }, state('m.room.join_rules', { join_rule: 'knock' }), []],

  ['an external who is invited', PRIVATE, member(EVE, 'invite', ALICE), ['external_invited']],
  ['an external invited where externals are let in', { ...PRIVATE, ...EXTERNALS }, member(EVE, 'invite', ALICE), []],
  ['an external invited to an open room', { ...ENCRYPTED, ...OPEN }, member(EVE, 'invite', ALICE), ['externals_in_open_room']],
  ['an external who joins an open room', { ...ENCRYPTED, ...OPEN }, member(EVE, 'join'), ['external_joins']],
  ['an external who joins uninvited', { ...PRIVATE, ...EXTERNALS }, member(EVE, 'join'), ['external_joins']],
  ['an external who was invited joins', { ...PRIVATE, ...EXTERNALS, [`m.room.member ${EVE}`]: { membership: 'invite' } }, member(EVE, 'join'), []],
  ['an external who became one after the invitation', { ...PRIVATE, [`m.room.member ${EVE}`]: { membership: 'invite' } }, member(EVE, 'join'), ['external_joins']],
  ['an external who knocks', PRIVATE, member(EVE, 'knock'), ['external_knocks']],
  ['an external who invites', { ...PRIVATE, ...EXTERNALS }, member('@new:x', 'invite', EVE), ['external_acts']],
  ['an external who renames', { ...PRIVATE, ...EXTERNALS }, state('m.room.name', { name: 'Ours' }, EVE), ['external_acts']],
  ['an external in a call', { ...PRIVATE, ...EXTERNALS }, state('org.matrix.msc3401.call.member', {}, EVE, `_${EVE}_DEVICE`), []],
  ['an external who redacts others', { ...PRIVATE, ...EXTERNALS }, redaction('m.room.encrypted', ALICE, EVE), ['external_acts']],
  ['an external who redacts themselves', { ...PRIVATE, ...EXTERNALS }, redaction('m.room.encrypted', EVE, EVE), []],
  ['an external who leaves', { ...PRIVATE, ...EXTERNALS }, member(EVE, 'leave'), []],
  ['an external who creates a room', {}, state('m.room.create', {}, EVE), ['external_creates']],
  ['an external as a creator', {}, state('m.room.create', { additional_creators: [EVE] }), ['external_power']],
  ['power for an external', { ...PRIVATE, ...EXTERNALS }, levels({ users: { [EVE]: 1, [BOB]: 100 } }), ['external_power']],
  ['less than nothing for an external', { ...PRIVATE, ...EXTERNALS }, levels({ users: { [EVE]: -1, [BOB]: 100 } }), []],
  ['power for everybody where externals are', { ...PRIVATE, ...EXTERNALS }, levels({ users_default: 50, users: { [BOB]: 100 } }), ['external_power']],
  ['externals where everybody has power', { ...PRIVATE, 'm.room.power_levels': { users_default: 1 } }, state('org.chappe.room.externals', { allowed: true }), ['external_power']],
  ['the switch on', PRIVATE, state('org.chappe.room.externals', { allowed: true }), []],
  ['the switch on in an open room', { ...ENCRYPTED, ...OPEN }, state('org.chappe.room.externals', { allowed: true }), ['externals_in_open_room']],
  ['the switch off again', { ...PRIVATE, ...EXTERNALS }, state('org.chappe.room.externals', { allowed: false }), ['externals_switch']],
  ['the switch emptied', { ...PRIVATE, ...EXTERNALS }, state('org.chappe.room.externals', {}), ['externals_switch']],
  ['the switch redacted', { ...PRIVATE, ...EXTERNALS }, redaction('org.chappe.room.externals'), ['externals_switch']],
  ['a room with externals that opens', { ...PRIVATE, ...EXTERNALS }, state('m.room.join_rules', { join_rule: 'public' }), ['externals_in_open_room']],

  ['a third person in a talk of two', TALK, member('@carol:x', 'invite', ALICE), ['direct_message']],
  ['the second person again', { ...TALK, [`m.room.member ${BOB}`]: { membership: 'invite' } }, member(BOB, 'join'), []],
  ['a talk of two that opens', TALK, state('m.room.join_rules', { join_rule: 'public' }), ['direct_message']],

  ['the server without power', { ...PRIVATE, 'm.room.create': { room_version: '12' }, 'm.room.power_levels': { users: { [SERVER]: 100, [ALICE]: 100 } } }, levels({ users: { [ALICE]: 100 } }), ['server_power']],
  ['one of two admins leaves', PRIVATE, member(BOB, 'leave'), []],
  ['the last admin leaves', { ...PRIVATE, 'm.room.power_levels': {} }, member(ALICE, 'leave'), ['last_admin']],
  ['the last admin is alone', { ...PRIVATE, 'm.room.power_levels': {} }, member(BOB, 'leave'), []],
  ['the last admin leaves to the server', { ...PRIVATE, 'm.room.power_levels': {}, [`m.room.member ${SERVER}`]: { membership: 'join' } }, member(ALICE, 'leave'), []],
  ['somebody writes whose the room is', PRIVATE, state('org.chappe.room.ownership', { organisation: 'interior' }), ['server_power']],
  ['a talk of two people ends', { ...PRIVATE, 'm.room.create': { room_version: '12' }, 'm.room.power_levels': {} }, member(ALICE, 'leave'), []],

  ['a forum with a new review date', FORUM, forum({}), []],
  ['a forum of one owner', FORUM, forum({ owners: [ALICE, ALICE] }), ['forum_owners']],
  ['a forum of an owner without power', { ...FORUM, 'm.room.power_levels': {} }, forum({}), ['forum_owners']],
  ['a forum of an external', { ...FORUM, 'm.room.power_levels': { users: { [EVE]: 100 } } }, forum({ owners: [ALICE, EVE] }), ['forum_owners']],
  ['a forum without a purpose', FORUM, forum({ purpose: ' ' }), ['forum_purpose']],
  ['a forum with a novel for a purpose', FORUM, forum({ purpose: 'x'.repeat(501) }), ['forum_purpose']],
  ['a forum reviewed in a year', FORUM, forum({ review_at_ms: NOW + 365 * DAY }), ['forum_review']],
  ['a forum reviewed yesterday', FORUM, forum({ review_at_ms: NOW - DAY }), ['forum_review']],
  ['a forum of another ministry', FORUM, forum({ organisation: 'finance' }), ['forum_organisation']],
  ['a forum that says nothing any more', FORUM, state('org.chappe.room.forum', {}), ['forum_declaration']],
  ['a forum redacted', FORUM, redaction('org.chappe.room.forum'), ['forum_declaration']],
  ['a private room as a forum', PRIVATE, forum({}), ['forum_declaration']],
  ['an owner who loses power', FORUM, levels({}), ['forum_owners']],
  ['a post 29 days after the review', { ...FORUM, 'org.chappe.room.forum': { ...declaration, review_at_ms: NOW - 29 * DAY } }, says(), []],
  ['a post 31 days after the review', { ...FORUM, 'org.chappe.room.forum': { ...declaration, review_at_ms: NOW - 31 * DAY } }, says(), ['forum_closed']],
  ['a redaction 31 days after it', { ...FORUM, 'org.chappe.room.forum': { ...declaration, review_at_ms: NOW - 31 * DAY } }, redaction('m.room.message'), []],
  ['a new review 31 days after it', { ...FORUM, 'org.chappe.room.forum': { ...declaration, review_at_ms: NOW - 31 * DAY } }, forum({}), []],

  ['a room for two organisations', { ...ENCRYPTED, ...OPEN }, audience(['interior', 'finance']), []],
  ['a room for all again', MEANT, state('org.chappe.room.audience', {}), []],
  ['a room for others alone', { ...ENCRYPTED, ...OPEN }, audience(['finance']), ['audience_declaration']],
  ['a room for nobody', { ...ENCRYPTED, ...OPEN }, audience([]), ['audience_declaration']],
  ['a room for one organisation twice', { ...ENCRYPTED, ...OPEN }, audience(['interior', 'interior']), ['audience_declaration']],
  ['a room for a number', { ...ENCRYPTED, ...OPEN }, audience(['interior', 7]), ['audience_declaration']],
  ['a room for more than can be listed', { ...ENCRYPTED, ...OPEN }, audience(['interior', ...Array.from({ length: 50 }, (_, at) => `o${at}`)]), ['audience_declaration']],
  ['for whom a room is, under another key', { ...ENCRYPTED, ...OPEN }, state('org.chappe.room.audience', { organisations: ['interior'] }, ALICE, 'x'), ['audience_declaration']],
  ['for whom a room is, redacted', MEANT, redaction('org.chappe.room.audience'), ['audience_declaration']],
  ['somebody it is for comes in', MEANT, member(DAN, 'join'), []],
  ['somebody else comes in', MEANT, member(CAROL, 'join'), ['audience']],
  ['somebody else is invited', MEANT, member(CAROL, 'invite', ALICE), ['audience']],
  ['somebody else comes in who was invited before', { ...MEANT, [`m.room.member ${CAROL}`]: { membership: 'invite' } }, member(CAROL, 'join'), ['audience']],
  ['somebody else who is in it has a new name', { ...MEANT, [`m.room.member ${CAROL}`]: { membership: 'join' } }, member(CAROL, 'join'), []],
  ['somebody else leaves', { ...MEANT, [`m.room.member ${CAROL}`]: { membership: 'join' } }, member(CAROL, 'leave'), []],
  ['somebody of no organisation comes in', MEANT, member('@nobody:x', 'join'), ['audience']],
  ['the server takes it over', MEANT, member(SERVER, 'join'), []],
  ['somebody else is invited to a private room that says so', { ...PRIVATE, 'org.chappe.room.audience': { organisations: ['interior'] } }, member(CAROL, 'invite', ALICE), []],

  ['a month', PRIVATE, state('m.room.retention', { max_lifetime: 30 * DAY }), []],
  ['an hour', PRIVATE, state('m.room.retention', { max_lifetime: DAY / 24 }), ['retention']],
  ['three years in a forum', FORUM, state('m.room.retention', { max_lifetime: 3 * 365 * DAY }), ['retention']],
  ['a text', PRIVATE, state('m.room.retention', { max_lifetime: '90' }), ['retention']],
  ['longer than the longest', PRIVATE, state('m.room.retention', { min_lifetime: 60 * DAY, max_lifetime: 30 * DAY }), ['retention']],
]

const government = { profile: policyOf('government'), retention: retentionRulesOf(policyOf('government')) }
const matrix = { profile: policyOf('matrix'), retention: retentionRulesOf(policyOf('matrix')) }

test.each(cases)('%s', (_name, before, event, codes) => {
  expect(checkRoomEvent(room(before), event, government).map((each) => each.code)).toEqual(codes)
  expect(checkRoomEvent(room(before), event, matrix)).toEqual([])
})

test('the server speaks to people without encryption', () => {
  expect(checkRoomEvent(room({}, { serverUserId: ALICE }), says(), government)).toEqual([])
})

test('an encrypted open room takes no more than its number, and who is in it stays', () => {
  const full = room({ ...ENCRYPTED, ...OPEN }, { joinedCount: 2000 })
  expect(checkRoomEvent(full, member('@carol:x', 'join'), government).map((each) => each.code)).toEqual(['open_room_full'])
  expect(checkRoomEvent(full, member(BOB, 'join'), government)).toEqual([])
  expect(checkRoomEvent(room(FORUM, { joinedCount: 50_000 }), member('@carol:x', 'join'), government)).toEqual([])
})

test.each<[string, State, string[]]>([
  ['a private room', PRIVATE, []],
  ['a private room without encryption', { 'm.room.join_rules': { join_rule: 'invite' } }, ['encryption_missing']],
  ['an open room with encryption', { ...OPEN, ...ENCRYPTED }, []],
  ['an open room without', OPEN, ['encryption_missing']],
  ['a forum', FORUM, []],
  ['a forum of one', { ...FORUM, 'm.room.power_levels': {} }, ['forum_owners']],
  ['an open room with externals', { ...OPEN, ...ENCRYPTED, ...EXTERNALS }, ['externals_in_open_room']],
])('new: %s', (_name, state, codes) => {
  expect(checkNewRoom(room(state, { isNew: true }), ALICE, government).map((each) => each.code)).toEqual(codes)
  expect(checkNewRoom(room(state, { isNew: true }), ALICE, matrix)).toEqual([])
})

const MALLORY = '@exercise-mallory:x'
const DRILL = { 'm.room.create': { 'org.chappe.room.exercise': true }, 'm.room.join_rules': { join_rule: 'invite' }, [`m.room.member ${MALLORY}`]: { membership: 'invite' } }

test.each<[string, State, RoomEvent, string[]]>([
  ['a room that it makes without saying so', {}, state('m.room.create', {}, MALLORY), ['exercise_apart']],
  ['a room that it makes', {}, state('m.room.create', { 'org.chappe.room.exercise': true }, MALLORY), []],
  ['a room that somebody real says is of a drill', {}, state('m.room.create', { 'org.chappe.room.exercise': true }), ['exercise_apart']],
  ['its invitation into a real room', PRIVATE, member(MALLORY, 'invite', ALICE), ['exercise_apart']],
  ['its coming into an open room', { ...OPEN, ...ENCRYPTED }, member(MALLORY, 'join'), ['exercise_apart']],
  ['its coming into a room of a drill', DRILL, member(MALLORY, 'join'), []],
  ['the invitation of somebody real into it', DRILL, member('@carol:x', 'invite', MALLORY), ['exercise_apart']],
  ['the server that takes it over', DRILL, member(SERVER, 'join'), []],
  ['a message in the clear in it', DRILL, says(MALLORY), []],
])('an account of a drill, in every profile: %s', (_name, before, event, codes) => {
  const everybody: Record<string, PersonFacts> = { ...people, [MALLORY]: { accountType: 'exercise', organisationId: undefined } }
  const view = room(before, { person: (userId) => everybody[userId] })
  for (const policy of [government, matrix]) expect(checkRoomEvent(view, event, policy).map((each) => each.code)).toEqual(codes)
})

test('a room of a drill need not be encrypted', () => {
  expect(checkNewRoom(room(DRILL, { isNew: true }), MALLORY, government)).toEqual([])
})

test('a room keeps what is said for as long as it says, within the bounds', () => {
  const { forum: forums, room: rooms } = government.retention
  expect(retentionOf(undefined, forums)).toBe(90 * DAY)
  expect(retentionOf({ max_lifetime: 365 * DAY }, forums)).toBe(365 * DAY)
  expect(retentionOf({ max_lifetime: 5000 * DAY }, forums)).toBe(730 * DAY)
  expect(retentionOf({ max_lifetime: 1 }, rooms)).toBe(DAY)
  expect(retentionOf({ max_lifetime: 'soon' }, rooms)).toBeUndefined()
  expect(retentionOf({ max_lifetime: 2 * DAY }, matrix.retention.room)).toBeUndefined()
  expect(retentionOf(undefined, retentionRulesOf(policyOf('government'), { rooms: 365 }).room)).toBe(365 * DAY)
})
