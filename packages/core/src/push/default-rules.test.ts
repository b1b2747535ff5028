import { expect, test } from 'vitest'
import { defaultPushRules } from './default-rules.ts'

const ids = (rules: readonly { rule_id: string }[]): string[] => rules.map((rule) => rule.rule_id)

test('Alice starts with the 15 rules of specification v1.19 in its order, and two of ours', () => {
  const rules = defaultPushRules('@alice:chappe.test')
  expect(ids(rules.override)).toEqual([
    '.m.rule.master',
    '.m.rule.suppress_notices',
    '.m.rule.invite_for_me',
    '.m.rule.member_event',
    '.m.rule.is_user_mention',
    '.m.rule.is_room_mention',
    '.org.chappe.rule.urgent',
    '.m.rule.tombstone',
    '.m.rule.reaction',
    '.m.rule.room.server_acl',
    '.m.rule.suppress_edits',
    '.org.chappe.rule.encrypted_reference',
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

const match = (key: string, pattern: string) => ({ kind: 'event_match', key, pattern })
const sound = (value: string) => ({ set_tweak: 'sound', value })
const HIGHLIGHT = { set_tweak: 'highlight' }
const TWO = { kind: 'room_member_count', is: '2' }
const ALICE = '@alice:chappe.test'

/** "Predefined rules" of v1.19, word for word; the three that are deprecated since v1.7 are not among them. */
const PREDEFINED = {
  override: [
    ['.m.rule.master', [], []],
    ['.m.rule.suppress_notices', [match('content.msgtype', 'm.notice')], []],
    [
      '.m.rule.invite_for_me',
      [match('type', 'm.room.member'), match('content.membership', 'invite'), match('state_key', ALICE)],
      ['notify', sound('default')],
    ],
    ['.m.rule.member_event', [match('type', 'm.room.member')], []],
    [
      '.m.rule.is_user_mention',
      [{ kind: 'event_property_contains', key: 'content.m\\.mentions.user_ids', value: ALICE }],
      ['notify', sound('default'), HIGHLIGHT],
    ],
    [
      '.m.rule.is_room_mention',
      [
        { kind: 'event_property_is', key: 'content.m\\.mentions.room', value: true },
        { kind: 'sender_notification_permission', key: 'room' },
      ],
      ['notify', HIGHLIGHT],
    ],
    ['.m.rule.tombstone', [match('type', 'm.room.tombstone'), match('state_key', '')], ['notify', HIGHLIGHT]],
    ['.m.rule.reaction', [match('type', 'm.reaction')], []],
    ['.m.rule.room.server_acl', [match('type', 'm.room.server_acl'), match('state_key', '')], []],
    [
      '.m.rule.suppress_edits',
      [{ kind: 'event_property_is', key: 'content.m\\.relates_to.rel_type', value: 'm.replace' }],
      [],
    ],
  ],
  underride: [
    ['.m.rule.call', [match('type', 'm.call.invite')], ['notify', sound('ring')]],
    ['.m.rule.encrypted_room_one_to_one', [TWO, match('type', 'm.room.encrypted')], ['notify', sound('default')]],
    ['.m.rule.room_one_to_one', [TWO, match('type', 'm.room.message')], ['notify', sound('default')]],
    ['.m.rule.message', [match('type', 'm.room.message')], ['notify']],
    ['.m.rule.encrypted', [match('type', 'm.room.encrypted')], ['notify']],
  ],
}

test.each(['override', 'underride'] as const)('every %s rule says what the specification says', (kind) => {
  const rules = defaultPushRules(ALICE)[kind].filter(({ rule_id: id }) => id.startsWith('.m.')).map(({ rule_id: id, conditions, actions }) => [id, conditions, actions])
  expect(rules).toEqual(PREDEFINED[kind])
})
