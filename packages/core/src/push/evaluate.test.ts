import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json/value.ts'
import type { PushContext } from './conditions.ts'
import { defaultPushRules } from './default-rules.ts'
import { findEventProperty, flattenEvent, parsePropertyPath } from './event-property.ts'
import { evaluatePush, pushTweaks } from './evaluate.ts'
import type { PushCondition, PushEvent, PushKind, PushRule, PushRuleset } from './push-rule.ts'

const ALICE = '@alice:chappe.test'
const BOB = '@bob:chappe.test'
const ROOM = '!cafe:chappe.test'

const aliceInCafe: PushContext = {
  userId: ALICE,
  displayName: 'Alice Martin',
  memberCount: 5,
  senderPower: 0,
  notificationLevel: () => 50,
}

function fromBob(content: JsonObject, more: Partial<PushEvent> = {}): PushEvent {
  return { type: 'm.room.message', sender: BOB, room_id: ROOM, content, ...more }
}

const hello = fromBob({ msgtype: 'm.text', body: 'Hello, is there cake?' })

function onlyRule(kind: PushKind, rule: Partial<PushRule>): PushRuleset {
  const whole: PushRule = { rule_id: 'mine', default: false, enabled: true, actions: ['notify'], ...rule }
  return { override: [], content: [], room: [], sender: [], underride: [], [kind]: [whole] }
}

const holds = (condition: PushCondition, event: PushEvent, context = aliceInCafe): boolean =>
  evaluatePush(onlyRule('override', { conditions: [condition] }), event, context).notify

describe('with the default rules, Alice', () => {
  const rules = defaultPushRules(ALICE)

  test('is notified of a message, with a sound only between two people', () => {
    expect(evaluatePush(rules, hello, aliceInCafe)).toEqual({
      notify: true, highlight: false, ruleId: '.m.rule.message',
    })
    expect(evaluatePush(rules, hello, { ...aliceInCafe, memberCount: 2 })).toEqual({
      notify: true, highlight: false, sound: 'default', ruleId: '.m.rule.room_one_to_one',
    })
  })

  test('is never notified of what she sent', () => {
    expect(evaluatePush(rules, { ...hello, sender: ALICE }, aliceInCafe)).toEqual({ notify: false, highlight: false })
  })

  test('is highlighted when Bob mentions her, and not when he mentions Carol', () => {
    const mention = (who: string): PushEvent => fromBob({ body: 'x', 'm.mentions': { user_ids: [who] } })
    expect(evaluatePush(rules, mention(ALICE), aliceInCafe)).toEqual({
      notify: true, highlight: true, sound: 'default', ruleId: '.m.rule.is_user_mention',
    })
    expect(evaluatePush(rules, mention('@carol:chappe.test'), aliceInCafe).ruleId).toBe('.m.rule.message')
  })

  test('is highlighted by a mention of the room when the sender has the power for it', () => {
    const mention = fromBob({ body: '@room', 'm.mentions': { room: true } })
    expect(evaluatePush(rules, mention, aliceInCafe).ruleId).toBe('.m.rule.message')
    expect(evaluatePush(rules, mention, { ...aliceInCafe, senderPower: 50 })).toEqual({
      notify: true, highlight: true, ruleId: '.m.rule.is_room_mention',
    })
    expect(evaluatePush(rules, mention, { ...aliceInCafe, senderPower: Infinity }).highlight).toBe(true)
  })

  test('hears what is urgent like a mention, from whoever may tell everybody', () => {
    const urgent = fromBob({ body: 'out of the building', 'org.chappe.priority': 'urgent' })
    expect(evaluatePush(rules, urgent, aliceInCafe).ruleId).toBe('.m.rule.message')
    expect(evaluatePush(rules, urgent, { ...aliceInCafe, senderPower: 50 })).toEqual({
      notify: true, highlight: true, sound: 'default', ruleId: '.org.chappe.rule.urgent',
    })
    const important = fromBob({ body: 'x', 'org.chappe.priority': 'important' })
    expect(evaluatePush(rules, important, { ...aliceInCafe, senderPower: 50 }).ruleId).toBe('.m.rule.message')
  })

  test('hears of her own invitation only', () => {
    const invite = (who: string): PushEvent =>
      fromBob({ membership: 'invite' }, { type: 'm.room.member', state_key: who })
    expect(evaluatePush(rules, invite(ALICE), aliceInCafe).ruleId).toBe('.m.rule.invite_for_me')
    expect(evaluatePush(rules, invite('@carol:chappe.test'), aliceInCafe)).toEqual({
      notify: false, highlight: false, ruleId: '.m.rule.member_event',
    })
  })

  test.each([
    ['a notice', fromBob({ msgtype: 'm.notice', body: 'x' }), '.m.rule.suppress_notices', false],
    ['a reaction', fromBob({}, { type: 'm.reaction' }), '.m.rule.reaction', false],
    ['an edit', fromBob({ body: 'x', 'm.relates_to': { rel_type: 'm.replace' } }), '.m.rule.suppress_edits', false],
    ['an encrypted vote or confirmation', fromBob({ 'm.relates_to': { rel_type: 'm.reference' } }, { type: 'm.room.encrypted' }), '.org.chappe.rule.encrypted_reference', false],
    ['a server ACL', fromBob({}, { type: 'm.room.server_acl', state_key: '' }), '.m.rule.room.server_acl', false],
    ['a tombstone', fromBob({}, { type: 'm.room.tombstone', state_key: '' }), '.m.rule.tombstone', true],
    ['a call', fromBob({}, { type: 'm.call.invite' }), '.m.rule.call', true],
    ['an encrypted event', fromBob({}, { type: 'm.room.encrypted' }), '.m.rule.encrypted', true],
    ['a topic', fromBob({ topic: 'x' }, { type: 'm.room.topic', state_key: '' }), undefined, false],
  ])('meets %s', (_what, event, ruleId, notify) => {
    const outcome = evaluatePush(rules, event, aliceInCafe)
    expect([outcome.ruleId, outcome.notify]).toEqual([ruleId, notify])
  })
})

describe('rules of each kind', () => {
  test('a content rule looks for words in the body', () => {
    expect(evaluatePush(onlyRule('content', { pattern: 'CAKE' }), hello, aliceInCafe).notify).toBe(true)
    expect(evaluatePush(onlyRule('content', { pattern: 'ake' }), hello, aliceInCafe).notify).toBe(false)
    expect(evaluatePush(onlyRule('content', {}), hello, aliceInCafe).notify).toBe(false)
  })

  test('room and sender rules go by their id', () => {
    expect(evaluatePush(onlyRule('room', { rule_id: ROOM }), hello, aliceInCafe).notify).toBe(true)
    expect(evaluatePush(onlyRule('room', { rule_id: '!other:chappe.test' }), hello, aliceInCafe).notify).toBe(false)
    expect(evaluatePush(onlyRule('sender', { rule_id: BOB }), hello, aliceInCafe).notify).toBe(true)
    expect(evaluatePush(onlyRule('sender', { rule_id: ALICE }), hello, aliceInCafe).notify).toBe(false)
  })

  test('kinds are asked in order: an override before a content rule before a room rule', () => {
    const all: PushRuleset = {
      ...onlyRule('room', { rule_id: ROOM }),
      content: onlyRule('content', { rule_id: 'cake', pattern: 'cake' }).content,
    }
    expect(evaluatePush(all, hello, aliceInCafe).ruleId).toBe('cake')
    const mute = { ...all, override: onlyRule('override', { rule_id: 'mute', actions: [] }).override }
    expect(evaluatePush(mute, hello, aliceInCafe)).toEqual({ notify: false, highlight: false, ruleId: 'mute' })
  })

  test('a disabled rule never matches, and historical actions do nothing', () => {
    expect(evaluatePush(onlyRule('override', { enabled: false }), hello, aliceInCafe).ruleId).toBeUndefined()
    expect(evaluatePush(onlyRule('override', { actions: ['dont_notify'] }), hello, aliceInCafe).notify).toBe(false)
  })

  test('a highlight without notify is none, and its value may switch it off', () => {
    const highlight = { set_tweak: 'highlight' }
    expect(evaluatePush(onlyRule('override', { actions: [highlight] }), hello, aliceInCafe).highlight).toBe(false)
    const off = ['notify', { ...highlight, value: false }]
    expect(evaluatePush(onlyRule('override', { actions: off }), hello, aliceInCafe).highlight).toBe(false)
    expect(pushTweaks(['notify', highlight, { set_tweak: '__proto__', value: 1 }])).toEqual(
      JSON.parse('{"highlight":true,"__proto__":1}'),
    )
  })
})

describe('conditions', () => {
  const room = fromBob({ 'm.federate': true, n: 3, list: ['a', 1, null, { deep: 1 }], none: null, topic: 'Lunch' })

  test.each<[PushCondition, boolean]>([
    [{ kind: 'event_match', key: 'content.topic', pattern: 'lunc?*' }, true],
    [{ kind: 'event_match', key: 'content.n', pattern: '*' }, false],
    [{ kind: 'event_match', key: 'content.absent', pattern: '*' }, false],
    [{ kind: 'event_match', key: 'content.topic' }, false],
    [{ kind: 'event_property_is', key: 'content.m\\.federate', value: true }, true],
    [{ kind: 'event_property_is', key: 'content.m\\.federate', value: 'true' }, false],
    [{ kind: 'event_property_is', key: 'content.m\\.federate', value: 1 }, false],
    [{ kind: 'event_property_is', key: 'content.m.federate', value: true }, false],
    [{ kind: 'event_property_is', key: 'content.n', value: 3 }, true],
    [{ kind: 'event_property_is', key: 'content.none', value: null }, true],
    [{ kind: 'event_property_is', key: 'content.absent', value: null }, false],
    [{ kind: 'event_property_contains', key: 'content.list', value: 1 }, true],
    [{ kind: 'event_property_contains', key: 'content.list', value: null }, true],
    [{ kind: 'event_property_contains', key: 'content.list', value: '1' }, false],
    [{ kind: 'event_property_contains', key: 'content.topic', value: 'Lunch' }, false],
    [{ kind: 'constructor' }, false],
    [{ kind: 'org.example.unknown' }, false],
  ])('%j: %j', (condition, expected) => {
    expect(holds(condition, room)).toBe(expected)
  })

  test.each([
    ['5', true], ['==5', true], ['<5', false], ['<=5', true], ['>4', true], ['>=6', false], ['=5', false], ['', false],
  ])('room_member_count %j in a room of five: %j', (is, expected) => {
    expect(holds({ kind: 'room_member_count', is }, hello)).toBe(expected)
  })

  test('contains_display_name looks for the whole name as a word', () => {
    const condition = { kind: 'contains_display_name' }
    expect(holds(condition, fromBob({ body: 'ask alice martin!' }))).toBe(true)
    expect(holds(condition, fromBob({ body: 'ask alice martinez' }))).toBe(false)
    expect(holds(condition, fromBob({ body: '' }), { ...aliceInCafe, displayName: '' })).toBe(false)
  })

  test('keys that every object inherits are no properties', () => {
    expect(holds({ kind: 'event_match', key: 'content.constructor.name', pattern: '*' }, hello)).toBe(false)
    const own = fromBob(JSON.parse('{"__proto__":{"x":"y"}}'))
    expect(holds({ kind: 'event_match', key: 'content.__proto__.x', pattern: 'y' }, own)).toBe(true)
  })
})

test('the map of an event and the look-up of a path agree', () => {
  const event = fromBob({ 'a.b': { 'c\\d': 1 }, e: [1, { f: 2 }], '': { '': 'x' } })
  expect([...flattenEvent(event)]).toContainEqual(['content.a\\.b.c\\\\d', 1])
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
    const random = { ...event, content: JSON.parse(JSON.stringify(content)) }
    for (const [path, value] of flattenEvent(random)) {
      expect(findEventProperty(random, parsePropertyPath(path))).toEqual(value)
    }
  }))
})

test('an event nested a thousand levels deep is only looked at in part', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`)
  expect(flattenEvent(fromBob(deep)).size).toBe(3)
  expect(holds({ kind: 'event_property_is', key: `content${'.a'.repeat(1000)}`, value: 1 }, fromBob(deep))).toBe(false)
})
