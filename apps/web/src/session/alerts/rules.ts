// What alerts: push rules, in the words of people. They are written the way other clients write them, so that all agree.
// https://spec.matrix.org/v1.19/client-server-api/#push-rules
import type { IPushRules, MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, ConditionKind, PushRuleActionName, PushRuleKind, TweakName } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/** How much alerts: every message; only mentions, keywords and direct talks; nothing at all. */
export type AlertLevel = 'all' | 'mentions' | 'nothing'

/** What alerts. */
export interface AlertRules {
  everywhere: AlertLevel
  /** Rooms that differ from that. */
  rooms: ReadonlyMap<string, AlertLevel>
  /** Words that alert wherever somebody writes them. */
  keywords: readonly string[]
}

/** The rules, and how they are changed. */
export interface Rules {
  state: Live<AlertRules>
  setEverywhere(level: AlertLevel): Promise<void>
  /** `undefined`: as everywhere. */
  setRoom(roomId: string, level: AlertLevel | undefined): Promise<void>
  addKeyword(keyword: string): Promise<void>
  removeKeyword(keyword: string): Promise<void>
}

const MASTER = '.m.rule.master'
/** What somebody says in a room of more than two. Talks of two have rules of their own, which stay. */
const ROOM_MESSAGES = ['.m.rule.message', '.m.rule.encrypted'] as const
const LOUD = [PushRuleActionName.Notify, { set_tweak: TweakName.Sound, value: 'default' } as const]
const KEYWORD = [...LOUD, { set_tweak: TweakName.Highlight } as const]
const MAX_KEYWORDS = 50
const MAX_KEYWORD_CHARS = 64

/** Follows the rules of the account. */
export function followRules(client: MatrixClient): Rules {
  const state = createStore<AlertRules>(() => readRules(client.pushRules))
  const look = (): void => state.setState(readRules(client.pushRules), true)
  client.on(ClientEvent.AccountData, (event) => {
    if (event.getType() === 'm.push_rules') look()
  })
  /** The server tells of the change with the next sync; whoever has made it sees it now. */
  async function change(act: () => Promise<unknown>): Promise<void> {
    await act()
    client.setPushRules(await client.getPushRules())
    look()
  }
  const enable = (kind: PushRuleKind, id: string, isOn: boolean): Promise<unknown> => client.setPushRuleEnabled('global', kind, id, isOn)
  return {
    state,
    setEverywhere: (level) =>
      change(async () => {
        await enable(PushRuleKind.Override, MASTER, level === 'nothing')
        if (level !== 'nothing') await Promise.all(ROOM_MESSAGES.map((id) => enable(PushRuleKind.Underride, id, level === 'all')))
      }),
    setRoom: (roomId, level) => change(() => writeRoom(client, roomId, level)),
    async addKeyword(keyword) {
      const word = keyword.trim().slice(0, MAX_KEYWORD_CHARS)
      const { keywords } = state.getState()
      if (word === '' || keywords.includes(word) || keywords.length >= MAX_KEYWORDS) return
      await change(() => client.addPushRule('global', PushRuleKind.ContentSpecific, word, { actions: KEYWORD, pattern: word }))
    },
    removeKeyword: (keyword) => change(() => client.deletePushRule('global', PushRuleKind.ContentSpecific, keyword)),
  }
}

/** Reads them. Whatever another client has written that is none of ours is left alone. */
export function readRules(rules: IPushRules | undefined): AlertRules {
  const { override = [], content = [], room = [], underride = [] } = rules?.global ?? {}
  const isOn = (list: typeof override, id: string): boolean => list.find((rule) => rule.rule_id === id)?.enabled !== false
  const isMastered = override.find((rule) => rule.rule_id === MASTER)?.enabled === true
  const isAll = ROOM_MESSAGES.every((id) => isOn(underride, id))
  const levels = new Map<string, AlertLevel>()
  for (const { rule_id: id, actions, enabled } of room) if (enabled) levels.set(id, isLoud(actions) ? 'all' : 'mentions')
  for (const { rule_id: id, actions, enabled } of override) if (enabled && id.startsWith('!') && !isLoud(actions)) levels.set(id, 'nothing')
  return {
    everywhere: isMastered ? 'nothing' : isAll ? 'all' : 'mentions',
    rooms: levels,
    keywords: content.filter((rule) => !rule.default && rule.enabled).map((rule) => rule.pattern ?? rule.rule_id),
  }
}

function isLoud(actions: readonly unknown[]): boolean {
  return actions.includes(PushRuleActionName.Notify)
}

async function writeRoom(client: MatrixClient, roomId: string, level: AlertLevel | undefined): Promise<void> {
  const { override = [], room = [] } = client.pushRules?.global ?? {}
  const has = (list: typeof override): boolean => list.some((rule) => rule.rule_id === roomId)
  if (level === 'nothing') {
    // Before all others, so that not even a mention alerts.
    const conditions = [{ kind: ConditionKind.EventMatch as const, key: 'room_id', pattern: roomId }]
    await client.addPushRule('global', PushRuleKind.Override, roomId, { actions: [], conditions })
  } else if (has(override)) await client.deletePushRule('global', PushRuleKind.Override, roomId)
  if (level === 'all' || level === 'mentions') await client.addPushRule('global', PushRuleKind.RoomSpecific, roomId, { actions: level === 'all' ? LOUD : [] })
  else if (has(room)) await client.deletePushRule('global', PushRuleKind.RoomSpecific, roomId)
}
