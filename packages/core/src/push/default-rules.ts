// The rules that every user starts with, in the specification's order.
// https://spec.matrix.org/v1.19/client-server-api/#predefined-rules
import type { PushAction, PushCondition, PushRule, PushRuleset } from './push-rule.ts'

/** The rule that, once enabled, silences everything; it stands above the user's own rules. */
export const MASTER_RULE_ID = '.m.rule.master'

const NOTHING: readonly PushAction[] = []
const NOTIFY: readonly PushAction[] = ['notify']
const NOTIFY_SOUND: readonly PushAction[] = ['notify', { set_tweak: 'sound', value: 'default' }]
const NOTIFY_RING: readonly PushAction[] = ['notify', { set_tweak: 'sound', value: 'ring' }]
const NOTIFY_HIGHLIGHT: readonly PushAction[] = ['notify', { set_tweak: 'highlight' }]
const NOTIFY_ALL: readonly PushAction[] = [...NOTIFY_SOUND, { set_tweak: 'highlight' }]

const eventMatch = (key: string, pattern: string): PushCondition => ({ kind: 'event_match', key, pattern })
const TWO_MEMBERS: PushCondition = { kind: 'room_member_count', is: '2' }

function defaultRule(id: string, conditions: readonly PushCondition[], actions: readonly PushAction[]): PushRule {
  return { rule_id: id, default: true, enabled: id !== MASTER_RULE_ID, conditions, actions }
}

/** Default override rules that come before the ones that name the user. */
const FIRST_OVERRIDES = [
  defaultRule(MASTER_RULE_ID, [], NOTHING),
  defaultRule('.m.rule.suppress_notices', [eventMatch('content.msgtype', 'm.notice')], NOTHING),
]

function inviteForMe(userId: string): PushRule {
  const conditions = [
    eventMatch('type', 'm.room.member'),
    eventMatch('content.membership', 'invite'),
    eventMatch('state_key', userId),
  ]
  return defaultRule('.m.rule.invite_for_me', conditions, NOTIFY_SOUND)
}

const MEMBER_EVENT = defaultRule('.m.rule.member_event', [eventMatch('type', 'm.room.member')], NOTHING)

function isUserMention(userId: string): PushRule {
  const mentioned = { kind: 'event_property_contains', key: 'content.m\\.mentions.user_ids', value: userId }
  return defaultRule('.m.rule.is_user_mention', [mentioned], NOTIFY_ALL)
}

const LAST_OVERRIDES = [
  defaultRule(
    '.m.rule.is_room_mention',
    [
      { kind: 'event_property_is', key: 'content.m\\.mentions.room', value: true },
      { kind: 'sender_notification_permission', key: 'room' },
    ],
    NOTIFY_HIGHLIGHT,
  ),
  // Ours (docs/decisions/0085): what is urgent alerts like a mention, wherever its sender may tell everybody.
  defaultRule(
    '.org.chappe.rule.urgent',
    [
      { kind: 'event_property_is', key: 'content.org\\.chappe\\.priority', value: 'urgent' },
      { kind: 'sender_notification_permission', key: 'room' },
    ],
    NOTIFY_ALL,
  ),
  defaultRule(
    '.m.rule.tombstone',
    [eventMatch('type', 'm.room.tombstone'), eventMatch('state_key', '')],
    NOTIFY_HIGHLIGHT,
  ),
  defaultRule('.m.rule.reaction', [eventMatch('type', 'm.reaction')], NOTHING),
  defaultRule(
    '.m.rule.room.server_acl',
    [eventMatch('type', 'm.room.server_acl'), eventMatch('state_key', '')],
    NOTHING,
  ),
  defaultRule(
    '.m.rule.suppress_edits',
    [{ kind: 'event_property_is', key: 'content.m\\.relates_to.rel_type', value: 'm.replace' }],
    NOTHING,
  ),
  // Ours: a vote or a confirmation is no message, and nobody but their readers can tell when it is encrypted.
  defaultRule(
    '.org.chappe.rule.encrypted_reference',
    [
      eventMatch('type', 'm.room.encrypted'),
      { kind: 'event_property_is', key: 'content.m\\.relates_to.rel_type', value: 'm.reference' },
    ],
    NOTHING,
  ),
]

const UNDERRIDES = [
  defaultRule('.m.rule.call', [eventMatch('type', 'm.call.invite')], NOTIFY_RING),
  defaultRule(
    '.m.rule.encrypted_room_one_to_one',
    [TWO_MEMBERS, eventMatch('type', 'm.room.encrypted')],
    NOTIFY_SOUND,
  ),
  defaultRule('.m.rule.room_one_to_one', [TWO_MEMBERS, eventMatch('type', 'm.room.message')], NOTIFY_SOUND),
  defaultRule('.m.rule.message', [eventMatch('type', 'm.room.message')], NOTIFY),
  defaultRule('.m.rule.encrypted', [eventMatch('type', 'm.room.encrypted')], NOTIFY),
]

/**
 * The server-default rules of one user: all 15 of specification v1.19, in its order, and two of ours. Rules that do not name the
 * user are the same objects for every user, so that what is compiled of them is compiled once.
 *
 * @param userId whom `.m.rule.invite_for_me` and `.m.rule.is_user_mention` are about
 */
export function defaultPushRules(userId: string): PushRuleset {
  return {
    override: [...FIRST_OVERRIDES, inviteForMe(userId), MEMBER_EVENT, isUserMention(userId), ...LAST_OVERRIDES],
    content: [],
    room: [],
    sender: [],
    underride: UNDERRIDES,
  }
}

/**
 * The default rules without the two that name the user: what they decide holds for each user who is neither the
 * sender, nor invited by the event, nor mentioned in it.
 */
export const GENERIC_PUSH_RULES: PushRuleset = {
  override: [...FIRST_OVERRIDES, MEMBER_EVENT, ...LAST_OVERRIDES],
  content: [],
  room: [],
  sender: [],
  underride: UNDERRIDES,
}
