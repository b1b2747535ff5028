import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PushContext } from './conditions.ts'
import { defaultOutcome, mentionedUsers, needsOwnEvaluation } from './default-outcome.ts'
import { evaluatePush } from './evaluate.ts'
import { parsePushRule } from './parse-rule.ts'
import type { PushEvent } from './push-rule.ts'
import { isPlainRuleset, mergeWithDefaults, PLAIN_PUSH_RULES, putRule, setRuleEnabled } from './ruleset.ts'
import type { StoredPushRules } from './ruleset.ts'

const PEOPLE = ['@alice:chappe.test', '@bob:chappe.test', '@carol:chappe.test', '@dora:chappe.test']

test('mentions are read from m.mentions and from nowhere else', () => {
  const event = (mentions: unknown): PushEvent => ({
    type: 'm.room.message',
    sender: '@bob:chappe.test',
    content: JSON.parse(JSON.stringify({ body: '@alice @room', 'm.mentions': mentions })),
  })
  expect(mentionedUsers(event({ user_ids: ['@alice:chappe.test', 3, '@alice:chappe.test'], room: true }))).toEqual({
    userIds: ['@alice:chappe.test'],
    room: true,
  })
  expect(mentionedUsers(event({ user_ids: 'all', room: 'yes' }))).toEqual({ userIds: [], room: false })
  expect(mentionedUsers(event(undefined))).toEqual({ userIds: [], room: false })
})

// Dora has a rule of her own and Carol has switched a default rule off; Alice and Bob are plain.
function rulesOf(userId: string): StoredPushRules {
  if (userId === '@dora:chappe.test') {
    const rule = parsePushRule('content', 'cake', { pattern: 'cake', actions: ['notify', { set_tweak: 'highlight' }] })
    const stored = rule.ok ? putRule(PLAIN_PUSH_RULES, 'content', rule.value) : rule
    if (stored.ok) return stored.value
  }
  if (userId === '@carol:chappe.test') {
    const stored = setRuleEnabled(PLAIN_PUSH_RULES, { kind: 'override', ruleId: '.m.rule.reaction' }, false)
    if (stored.ok) return stored.value
  }
  return PLAIN_PUSH_RULES
}

const person = fc.constantFrom(...PEOPLE, '@Alice:chappe.test', '@eve:elsewhere.test')
const content = fc.record({
  body: fc.constantFrom('hello', 'cake @room', '@alice:chappe.test alice', 7, null),
  msgtype: fc.constantFrom('m.text', 'm.notice', 'M.Notice'),
  membership: fc.constantFrom('invite', 'INVITE', 'join', 'leave', 1),
  'm.mentions': fc.oneof(
    fc.record({
      user_ids: fc.oneof(fc.array(fc.oneof(person, fc.integer()), { maxLength: 3 }), person),
      room: fc.oneof(fc.boolean(), fc.constant('true')),
    }, { requiredKeys: [] }),
    fc.constant(null),
  ),
  'm.relates_to': fc.record({ rel_type: fc.constantFrom('m.replace', 'm.thread', 'm.reference') }),
  'org.chappe.priority': fc.constantFrom('urgent', 'important', 'URGENT', 1, null),
}, { requiredKeys: [] })
const types = [
  'm.room.message', 'm.room.encrypted', 'm.room.member', 'M.ROOM.MEMBER', 'm.reaction', 'm.room.tombstone',
  'm.room.server_acl', 'm.call.invite', 'm.room.topic',
]
const events = fc.record({
  type: fc.constantFrom(...types),
  sender: person,
  room_id: fc.constant('!cafe:chappe.test'),
  state_key: fc.oneof(person, fc.constant('')),
  content,
}, { requiredKeys: ['type', 'sender', 'room_id', 'content'] })

test('one evaluation for all and single ones for the named equal an evaluation of every member', () => {
  let generic = 0
  const counts = fc.integer({ min: 1, max: 4 })
  const powers = fc.constantFrom(0, 50, Infinity)
  fc.assert(fc.property(events, counts, powers, (random, count, power) => {
    const event: PushEvent = JSON.parse(JSON.stringify(random))
    const room = { memberCount: count, senderPower: power, notificationLevel: () => 50 }
    const forAll = defaultOutcome(event, room)
    const named = needsOwnEvaluation(event)
    for (const userId of PEOPLE) {
      const stored = rulesOf(userId)
      const context: PushContext = { ...room, userId, displayName: 'Alice' }
      const own = evaluatePush(mergeWithDefaults(stored, userId), event, context)
      if (named.has(userId) || !isPlainRuleset(stored)) continue
      generic += 1
      expect(forAll).toEqual(own)
    }
  }), { numRuns: 3000 })
  expect(generic).toBeGreaterThan(1000)
})

test('a plain message names nobody but its sender', () => {
  const event = { type: 'm.room.message', sender: '@bob:chappe.test', content: { body: 'hello' } }
  expect([...needsOwnEvaluation(event)]).toEqual(['@bob:chappe.test'])
})
