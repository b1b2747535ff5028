import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json/value.ts'
import { defaultPushRules } from './default-rules.ts'
import { parsePushActions, parsePushRule, PUSH_RULE_LIMITS } from './parse-rule.ts'
import type { PushRuleResult } from './parse-rule.ts'
import type { PushKind, PushRule } from './push-rule.ts'
import {
  copyRoomRules,
  deleteRule,
  getRule,
  isPlainRuleset,
  mergeWithDefaults,
  PLAIN_PUSH_RULES,
  putRule,
  setRuleActions,
  setRuleEnabled,
} from './ruleset.ts'
import type { PushRulePlace, StoredPushRules } from './ruleset.ts'

const ALICE = '@alice:chappe.test'

function value<T>(result: PushRuleResult<T>): T {
  if (!result.ok) throw new Error(result.message)
  return result.value
}

const problem = (result: PushRuleResult<unknown>): string | undefined => (result.ok ? undefined : result.problem)

const wordRule = (id: string): PushRule => value(parsePushRule('content', id, { pattern: id, actions: ['notify'] }))

function putWord(stored: StoredPushRules, id: string, place?: PushRulePlace): StoredPushRules {
  return value(putRule(stored, 'content', wordRule(id), place))
}

const order = (stored: StoredPushRules, kind: PushKind = 'content'): string[] =>
  mergeWithDefaults(stored, ALICE)[kind].map((rule) => rule.rule_id)

describe('Alice adds rules of her own', () => {
  const teaAndCake = putWord(putWord(PLAIN_PUSH_RULES, 'tea'), 'cake')

  test('the newest is the most important', () => {
    expect(order(teaAndCake)).toEqual(['cake', 'tea'])
  })

  test('before and after place a rule, and before prevails', () => {
    expect(order(putWord(teaAndCake, 'beer', { after: 'cake' }))).toEqual(['cake', 'beer', 'tea'])
    expect(order(putWord(teaAndCake, 'beer', { before: 'tea' }))).toEqual(['cake', 'beer', 'tea'])
    expect(order(putWord(teaAndCake, 'beer', { before: 'cake', after: 'tea' }))).toEqual(['beer', 'cake', 'tea'])
    expect(order(putWord(teaAndCake, 'cake', { after: 'tea' }))).toEqual(['tea', 'cake'])
  })

  test('an unknown neighbour, or a default rule, places nothing', () => {
    expect(problem(putRule(teaAndCake, 'content', wordRule('x'), { before: 'coffee' }))).toBe('unknown_relative')
    const mute = value(parsePushRule('override', 'mute', { actions: [] }))
    expect(problem(putRule(teaAndCake, 'override', mute, { after: '.m.rule.master' }))).toBe('unknown_relative')
  })

  test('an update keeps place and switch', () => {
    const off = value(setRuleEnabled(teaAndCake, { kind: 'content', ruleId: 'tea' }, false))
    const changed = value(parsePushRule('content', 'tea', { pattern: 'chai', actions: [] }))
    const updated = value(putRule(off, 'content', changed))
    expect(order(updated)).toEqual(['cake', 'tea'])
    expect(value(getRule(mergeWithDefaults(updated, ALICE), 'content', 'tea'))).toEqual({
      rule_id: 'tea', default: false, enabled: false, pattern: 'chai', actions: [],
    })
  })

  test('her overrides stand below the master rule and above the other default rules', () => {
    const mute = value(parsePushRule('override', 'mute', { conditions: [], actions: [] }))
    const stored = value(putRule(PLAIN_PUSH_RULES, 'override', mute))
    expect(order(stored, 'override').slice(0, 3)).toEqual(['.m.rule.master', 'mute', '.m.rule.suppress_notices'])
    expect(order(stored, 'override')).toHaveLength(13)
  })

  test('she can delete her own rules, not the default ones, and nothing twice', () => {
    const left = value(deleteRule(teaAndCake, 'content', 'cake'))
    expect(order(left)).toEqual(['tea'])
    expect(problem(deleteRule(left, 'content', 'cake'))).toBe('not_found')
    expect(problem(deleteRule(left, 'override', '.m.rule.master'))).toBe('default_rule')
    expect(problem(deleteRule(left, 'override', '.m.rule.unheard_of'))).toBe('not_found')
    expect(isPlainRuleset(value(deleteRule(left, 'content', 'tea')))).toBe(true)
  })

  test('there is an end to them', () => {
    const rules = Array.from({ length: PUSH_RULE_LIMITS.rules }, (_, index) => wordRule(`word${index}`))
    const full: StoredPushRules = { own: { content: rules }, changed: {} }
    expect(problem(putRule(full, 'room', wordRule('!cafe:chappe.test')))).toBe('too_many')
    expect(problem(putRule(full, 'content', wordRule('word7')))).toBeUndefined()
  })
})

describe('Bob changes default rules', () => {
  const master = { kind: 'override', ruleId: '.m.rule.master' } as const

  test('only the change is stored, and undoing it leaves him plain', () => {
    const quiet = value(setRuleEnabled(PLAIN_PUSH_RULES, master, true))
    expect(quiet).toEqual({ own: {}, changed: { '.m.rule.master': { enabled: true } } })
    expect(mergeWithDefaults(quiet, ALICE).override[0]?.enabled).toBe(true)
    expect(isPlainRuleset(quiet)).toBe(false)
    expect(isPlainRuleset(value(setRuleEnabled(quiet, master, false)))).toBe(true)
  })

  test('actions of a default rule may differ, and come back', () => {
    const message = { kind: 'underride', ruleId: '.m.rule.message' } as const
    const silent = value(setRuleActions(PLAIN_PUSH_RULES, message, []))
    expect(value(getRule(mergeWithDefaults(silent, ALICE), 'underride', '.m.rule.message')).actions).toEqual([])
    expect(isPlainRuleset(value(setRuleActions(silent, message, ['notify'])))).toBe(true)
  })

  test('rules that do not exist cannot be changed', () => {
    for (const ruleId of ['tea', '.m.rule.unheard_of', '__proto__']) {
      expect(problem(setRuleEnabled(PLAIN_PUSH_RULES, { kind: 'content', ruleId }, true))).toBe('not_found')
      expect(problem(setRuleActions(PLAIN_PUSH_RULES, { kind: 'content', ruleId }, []))).toBe('not_found')
      expect(problem(getRule(defaultPushRules(ALICE), 'content', ruleId))).toBe('not_found')
    }
  })

  test('what is stored survives JSON', () => {
    const stored = value(setRuleEnabled(putWord(PLAIN_PUSH_RULES, 'tea'), master, true))
    expect(mergeWithDefaults(JSON.parse(JSON.stringify(stored)), ALICE)).toEqual(mergeWithDefaults(stored, ALICE))
  })
})

describe('rules from a request', () => {
  test.each(['.mine', 'a/b', 'a\\b', '', 'x'.repeat(600)])('the id %j is refused', (id) => {
    expect(problem(parsePushRule('override', id, { actions: [] }))).toBe('bad_rule_id')
  })

  test.each<[PushKind, JsonObject]>([
    ['override', {}],
    ['override', { actions: 'notify' }],
    ['override', { actions: ['explode'] }],
    ['override', { actions: [{ sound: 'default' }] }],
    ['override', { actions: [{ set_tweak: 'sound', value: { deep: 1 } }] }],
    ['override', { actions: [], conditions: {} }],
    ['override', { actions: [], conditions: [{ key: 'type' }] }],
    ['override', { actions: [], conditions: [{ kind: 'event_match', key: 'type', pattern: 7 }] }],
    ['override', { actions: [], conditions: Array.from({ length: 33 }, () => ({ kind: 'x' })) }],
    ['content', { actions: [] }],
    ['content', { actions: [], pattern: 'x'.repeat(5000) }],
  ])('%s %j is no rule', (kind, body) => {
    expect(problem(parsePushRule(kind, 'mine', body))).toBe('bad_rule')
  })

  test('a rule keeps what its kind has, and nothing else', () => {
    const body = { actions: ['notify'], pattern: 'x', conditions: [{ kind: 'org.new', extra: 1 }], default: true }
    const rule = { rule_id: 'mine', default: false, enabled: true, actions: ['notify'] }
    expect(parsePushRule('room', 'mine', body)).toEqual({ ok: true, value: rule })
    expect(parsePushRule('content', 'mine', body)).toEqual({ ok: true, value: { ...rule, pattern: 'x' } })
    expect(parsePushRule('underride', 'mine', body)).toEqual({
      ok: true, value: { ...rule, conditions: [{ kind: 'org.new' }] },
    })
    expect(parsePushActions(['dont_notify'])).toEqual({ ok: true, value: ['dont_notify'] })
  })
})

describe('a room is upgraded', () => {
  const [OLD, NEW] = ['!old:chappe.test', '!new']
  const put = (stored: StoredPushRules, kind: PushKind, id: string, body: JsonObject): StoredPushRules =>
    value(putRule(stored, kind, value(parsePushRule(kind, id, { actions: [], ...body }))))
  const inRoom = { conditions: [{ kind: 'event_match', key: 'room_id', pattern: OLD }] }
  const muted = put(put(PLAIN_PUSH_RULES, 'room', OLD, {}), 'override', OLD, inRoom)

  test('what was set for it holds for the new one, and for the old one still', () => {
    const own = value(setRuleEnabled(put(muted, 'underride', 'mine', inRoom), { kind: 'room', ruleId: OLD }, false))
    const copied = copyRoomRules(own, OLD, NEW)
    expect(copied.own.room?.map(({ rule_id, enabled }) => [rule_id, enabled])).toEqual([[NEW, false], [OLD, false]])
    expect(copied.own.override?.[0]).toMatchObject({ rule_id: NEW, conditions: [{ pattern: NEW }], actions: [] })
    expect(copied.own.underride?.map((rule) => rule.rule_id)).toEqual([`mine ${NEW}`, 'mine'])
    expect(copyRoomRules(copied, OLD, NEW)).toEqual(copied)
  })

  test('what has nothing to do with it is not copied', () => {
    const other = put(putWord(PLAIN_PUSH_RULES, 'tea'), 'room', '!elsewhere:chappe.test', {})
    expect(copyRoomRules(other, OLD, NEW)).toBe(other)
  })
})
