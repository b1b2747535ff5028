import { expect, test } from 'vitest'
import { defaultPushRules } from './default-rules.ts'

const ids = (rules: readonly { rule_id: string }[]): string[] => rules.map((rule) => rule.rule_id)

test('Alice starts with the 15 rules of specification v1.19 in its order', () => {
  const rules = defaultPushRules('@alice:chappe.test')
  expect(ids(rules.override)).toEqual([
    '.m.rule.master',
    '.m.rule.suppress_notices',
    '.m.rule.invite_for_me',
    '.m.rule.member_event',
    '.m.rule.is_user_mention',
    '.m.rule.is_room_mention',
    '.m.rule.tombstone',
    '.m.rule.reaction',
    '.m.rule.room.server_acl',
    '.m.rule.suppress_edits',
  ])
  expect([rules.content, rules.room, rules.sender]).toEqual([[], [], []])
  expect(ids(rules.underride)).toEqual([
    '.m.rule.call',
    '.m.rule.encrypted_room_one_to_one',
    '.m.rule.room_one_to_one',
    '.m.rule.message',
    '.m.rule.encrypted',
  ])
})

test('every default rule is marked so, and only the master rule is off', () => {
  const rules = Object.values(defaultPushRules('@alice:chappe.test')).flat()
  expect(rules.every((rule) => rule.default && rule.rule_id.startsWith('.'))).toBe(true)
  expect(ids(rules.filter((rule) => !rule.enabled))).toEqual(['.m.rule.master'])
})

test('the rules that name the user are written as in the specification', () => {
  const { override } = defaultPushRules('@alice:chappe.test')
  expect(override[2]).toEqual({
    rule_id: '.m.rule.invite_for_me',
    default: true,
    enabled: true,
    conditions: [
      { key: 'type', kind: 'event_match', pattern: 'm.room.member' },
      { key: 'content.membership', kind: 'event_match', pattern: 'invite' },
      { key: 'state_key', kind: 'event_match', pattern: '@alice:chappe.test' },
    ],
    actions: ['notify', { set_tweak: 'sound', value: 'default' }],
  })
  expect(override[4]).toEqual({
    rule_id: '.m.rule.is_user_mention',
    default: true,
    enabled: true,
    conditions: [
      { kind: 'event_property_contains', key: 'content.m\\.mentions.user_ids', value: '@alice:chappe.test' },
    ],
    actions: ['notify', { set_tweak: 'sound', value: 'default' }, { set_tweak: 'highlight' }],
  })
})
