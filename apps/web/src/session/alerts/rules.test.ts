// Push rules in the words of people, as other clients write them too.
import type { IPushRules, MatrixClient } from 'matrix-js-sdk'
import { PushRuleKind } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import { followRules, readRules } from './rules.ts'

const ROOM = '!budget:ministry.example'
const rule = (rule_id: string, more: object = {}): object => ({ rule_id, actions: ['notify'], default: rule_id.startsWith('.'), enabled: true, ...more })
const rules = (global: object): IPushRules => ({ global } as IPushRules)

/** A server that keeps rules, as far as they are written here. */
function server(global: Record<string, object[]>) {
  const kept = { override: [], content: [], room: [], underride: [], ...global } as Record<string, { rule_id: string; enabled: boolean; actions: unknown[] }[]>
  const of = (kind: string) => (kept[kind] ??= [])
  const client = {
    pushRules: rules(structuredClone(kept)),
    on: () => undefined,
    setPushRules(next: IPushRules) {
      client.pushRules = next
    },
    getPushRules: async () => rules(structuredClone(kept)),
    setPushRuleEnabled: async (_scope: string, kind: string, id: string, enabled: boolean) => {
      for (const each of of(kind)) if (each.rule_id === id) each.enabled = enabled
    },
    addPushRule: async (_scope: string, kind: string, id: string, body: { actions: unknown[] }) => {
      kept[kind] = [...of(kind).filter((each) => each.rule_id !== id), { rule_id: id, enabled: true, ...body }]
    },
    deletePushRule: async (_scope: string, kind: string, id: string) => {
      if (!of(kind).some((each) => each.rule_id === id)) throw new Error('M_NOT_FOUND')
      kept[kind] = of(kind).filter((each) => each.rule_id !== id)
    },
  }
  return { kept, followed: followRules(client as unknown as MatrixClient) }
}

const PLAIN = {
  override: [rule('.m.rule.master', { enabled: false, actions: [] })],
  underride: [rule('.m.rule.message'), rule('.m.rule.encrypted')],
}

test('the rules of the specification alert of everything', () => {
  expect(readRules(rules(PLAIN))).toEqual({ everywhere: 'all', rooms: new Map(), keywords: [] })
  expect(readRules(undefined)).toEqual({ everywhere: 'all', rooms: new Map(), keywords: [] })
})

test('what another client has set is read', () => {
  const read = readRules(rules({
    override: [rule('.m.rule.master', { enabled: false }), rule('!muted:a', { actions: ['dont_notify'] }), rule('!off:a', { actions: [], enabled: false })],
    room: [rule('!loud:a'), rule('!mentions:a', { actions: [] })],
    content: [rule('.m.rule.contains_user_name'), rule('budget', { pattern: 'budget' })],
    underride: [rule('.m.rule.message', { enabled: false }), rule('.m.rule.encrypted')],
  }))
  expect(read.everywhere).toBe('mentions')
  expect([...read.rooms]).toEqual([['!loud:a', 'all'], ['!mentions:a', 'mentions'], ['!muted:a', 'nothing']])
  expect(read.keywords).toEqual(['budget'])
})

test('a room goes through every level and back, and nothing is left of it', async () => {
  const { kept, followed } = server(PLAIN)
  for (const level of ['nothing', 'mentions', 'all', 'nothing', undefined, 'mentions', undefined] as const) {
    await followed.setRoom(ROOM, level)
    expect(followed.state.getState().rooms.get(ROOM)).toBe(level)
  }
  expect(kept['room']).toEqual([])
  expect(kept['override']?.map((each) => each.rule_id)).toEqual(['.m.rule.master'])
})

test('everywhere goes through every level; words alert and are taken back', async () => {
  const { kept, followed } = server(PLAIN)
  for (const level of ['mentions', 'nothing', 'all'] as const) {
    await followed.setEverywhere(level)
    expect(followed.state.getState().everywhere).toBe(level)
  }
  await followed.addKeyword('  budget ')
  await followed.addKeyword('budget')
  await followed.addKeyword('   ')
  expect(followed.state.getState().keywords).toEqual(['budget'])
  expect(kept[PushRuleKind.ContentSpecific]).toMatchObject([{ rule_id: 'budget', pattern: 'budget' }])
  await followed.removeKeyword('budget')
  expect(followed.state.getState().keywords).toEqual([])
})
