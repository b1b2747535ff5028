import { expect, test, vi } from 'vitest'
import type { Outgoing } from '../../session/talk/compose.ts'
import { createStore } from 'zustand/vanilla'
import type { Message, RoomPeople } from '../../session/types.ts'
import type { ComposerParts } from './composer.ts'
import { createComposer } from './composer.ts'
import type { Draft } from '../../session/drafts.ts'

const BOB = { userId: '@bob:chappe.example', name: 'Bob Durand', avatarUrl: undefined }

const PEOPLE: RoomPeople = { count: 3, isWhole: true, banned: [], members: [{ ...BOB, membership: 'join', level: 0, reason: '' }], mine: { level: 0, mayInvite: false, mayRemove: false } as RoomPeople['mine'] }

const GROUPS = [
  { id: 'group:organisation:finance', name: 'Finance', userIds: [BOB.userId, '@dan:chappe.example'], isTooMany: false },
  { id: 'group:organisation:all', name: 'Ministry', userIds: [], isTooMany: true },
]

const said: Message = {
  id: '$said',
  sender: BOB,
  sentAtMs: 0,
  isMine: true,
  body: { kind: 'text', text: 'the figures', html: undefined, tone: 'plain' },
  sending: 'sent',
  failure: undefined,
  isEdited: false,
  mentionsMe: false,
  priority: undefined,
  asking: undefined,
  replyTo: undefined,
  reactions: [],
  thread: undefined,
  readBy: [],
}

/** Nothing is held or scheduled. */
function noScheduled(otherwise: Partial<ComposerParts['scheduled']> = {}): ComposerParts['scheduled'] {
  return { waiting: createStore(() => new Map()), held: createStore(() => new Map()), hold: () => false, schedule: () => true, take: () => Promise.resolve(undefined), takeBack: () => undefined, ...otherwise }
}

function open(more: Partial<ComposerParts> = {}, begun: readonly [string, Draft][] = []) {
  const all = createStore<ReadonlyMap<string, Draft>>(() => new Map(begun))
  const listeners = new Set<(place: string, draft: Draft | undefined) => void>()
  const set = (key: string, draft: Draft | undefined): void => {
    const next = new Map(all.getState())
    next.delete(key)
    if (draft !== undefined) next.set(key, draft)
    all.setState(next, true)
  }
  const kept = { get: (key: string) => all.getState().get(key), set }
  const receive = (place: string, draft: Draft | undefined): void => {
    set(place, draft)
    for (const listener of listeners) listener(place, draft)
  }
  const actions = { send: vi.fn(async () => undefined), edit: vi.fn(async () => undefined), setTyping: vi.fn(async () => undefined) }
  const parts: ComposerParts = {
    key: '!room',
    place: { roomId: '!room', threadId: undefined },
    scheduled: noScheduled(),
    actions,
    drafts: { all, get: kept.get, set, onReceived: (listener) => (listeners.add(listener), () => void listeners.delete(listener)) },
    offered: () => ({ me: '@alice:chappe.example', people: PEOPLE, groups: GROUPS, rooms: [], emoji: undefined, mayNotifyAll: true }),
    need: () => undefined,
    find: (id) => (id === said.id ? said : undefined),
    lastOwn: () => said,
    confirmSend: async () => true,
    ...more,
  }
  const composer = createComposer(parts)
  const write = (text: string): void => composer.type({ text, from: text.length, to: text.length })
  return { composer, write, actions, kept, parts, receive }
}

const outgoing = (text: string, more: object = {}) => ({ text, html: undefined, tone: 'plain', mentions: { userIds: [], room: false }, ...more })

test('Alice mentions Bob by keyboard, and he is told', async () => {
  const { composer, write, actions } = open()
  write('Hello @du')
  expect(composer.state.getState().suggestions).toEqual([{ kind: 'person', id: BOB.userId, name: BOB.name }])
  composer.take(0)
  expect(composer.state.getState().typed).toEqual({ text: 'Hello @Bob Durand ', from: 18, to: 18 })
  write('Hello @Bob Durand there')
  await composer.send()
  expect(actions.send).toHaveBeenCalledWith(
    outgoing('Hello @Bob Durand there', { html: 'Hello <a href="https://matrix.to/#/%40bob%3Achappe.example">@Bob Durand</a> there', mentions: { userIds: [BOB.userId], room: false } }),
    { threadId: undefined, replyTo: undefined },
  )
  expect(composer.state.getState().typed.text).toBe('')
})

test('whom she mentioned and took out again is not told; the room is told where she may', async () => {
  const { composer, write, actions } = open()
  write('@bob')
  composer.take(0)
  write('@ro')
  expect(composer.state.getState().suggestions).toEqual([{ kind: 'everybody', count: 2 }])
  composer.take(0)
  write('@room lunch')
  await composer.send()
  expect(actions.send).toHaveBeenCalledWith(outgoing('@room lunch', { mentions: { userIds: [], room: true } }), expect.anything())
})

test('she answers, and what she answers goes along', async () => {
  const { composer, write, actions } = open()
  composer.reply(said)
  write('yes')
  await composer.send()
  expect(actions.send).toHaveBeenCalledWith(outgoing('yes'), { threadId: undefined, replyTo: { id: '$said', sender: BOB.userId } })
  expect(composer.state.getState().mode).toEqual({ kind: 'new' })
})

test('she corrects what she wrote last, and a draft she had is there again afterwards', async () => {
  const { composer, write, actions } = open()
  expect(composer.editLast()).toBe(true)
  expect(composer.state.getState().typed.text).toBe('the figures')
  write('the new figures')
  await composer.send()
  expect(actions.edit).toHaveBeenCalledWith('$said', outgoing('the new figures'))
  write('half a sent')
  expect(composer.editLast()).toBe(false)
  composer.edit(said)
  composer.cancel()
  expect(composer.state.getState().typed.text).toBe('half a sent')
})

test('a draft outlives the room being closed, with what it answers', () => {
  const { composer, write, parts } = open()
  composer.reply(said)
  write('not yet')
  composer.close()
  expect(createComposer(parts).state.getState()).toMatchObject({ typed: { text: 'not yet' }, mode: { kind: 'reply', to: said } })
})

test('nothing goes out that she does not confirm, and nothing of it is lost', async () => {
  const { composer, write, actions } = open({ confirmSend: async () => false })
  write('to everybody')
  await composer.send()
  expect(actions.send).not.toHaveBeenCalled()
  expect(composer.state.getState().typed.text).toBe('to everybody')
})

test('commands: what she does, words as they are, a poll; empty words go nowhere', async () => {
  const { composer, write, actions } = open()
  write('/me waves')
  await composer.send()
  expect(actions.send).toHaveBeenLastCalledWith(outgoing('waves', { tone: 'emote' }), expect.anything())
  write('/plain **stars**')
  await composer.send()
  expect(actions.send).toHaveBeenLastCalledWith(outgoing('**stars**'), expect.anything())
  write('/poll')
  expect(await composer.send()).toBe('poll')
  write('/usr/bin is a folder')
  await composer.send()
  expect(actions.send).toHaveBeenLastCalledWith(outgoing('/usr/bin is a folder'), expect.anything())
  write('   ')
  await composer.send()
  expect(actions.send).toHaveBeenCalledTimes(3)
})

test('others hear once that she writes, and that she stopped', async () => {
  const { composer, write, actions } = open()
  write('a')
  write('ab')
  expect(actions.setTyping.mock.calls).toEqual([[true]])
  await composer.send()
  expect(actions.setTyping.mock.calls).toEqual([[true], [false]])
})

test('what Alice wishes goes with her words once, and comes back with a draft', async () => {
  const { composer, write, actions, kept } = open()
  composer.setWish({ priority: 'urgent' })
  composer.setWish({ asks: true })
  write('leave the building')
  expect(kept.get('!room')?.wish).toEqual({ priority: 'urgent', asks: true })
  await composer.send()
  expect(actions.send).toHaveBeenLastCalledWith(outgoing('leave the building', { weight: { priority: 'urgent', asks: 'everybody' } }), expect.anything())
  expect(composer.state.getState().wish).toEqual({ priority: undefined, asks: false })
  write('thanks')
  await composer.send()
  expect(actions.send).toHaveBeenLastCalledWith(outgoing('thanks'), expect.anything())
})

test('whom she names is asked; a correction asks whom it asked before', async () => {
  const { composer, write, actions } = open()
  composer.setWish({ asks: true })
  write('@bob')
  composer.take(0)
  await composer.send()
  expect(actions.send).toHaveBeenLastCalledWith(expect.objectContaining({ weight: { priority: undefined, asks: { userIds: [BOB.userId] } } }), expect.anything())
  const asking = { asked: { userIds: [BOB.userId] }, confirmations: [], isOfMe: false, isDone: false }
  composer.edit({ ...said, priority: 'important', asking })
  expect(composer.state.getState().wish).toEqual({ priority: 'important', asks: true })
  write('other words')
  await composer.send()
  expect(actions.edit).toHaveBeenLastCalledWith('$said', outgoing('other words', { weight: { priority: 'important', asks: { userIds: [BOB.userId] } } }))
})

test('a group is named as one, and each of its people is told; the number is asked about', async () => {
  const asked: number[] = []
  const { composer, write, actions } = open({ confirmSend: async (told) => (asked.push(told), true) })
  write('for @fin')
  composer.take(0)
  await composer.send()
  const [sent] = actions.send.mock.lastCall as unknown as [Outgoing]
  expect(sent).toMatchObject({ text: 'for @Finance', html: 'for <strong data-org-chappe-group="0">@Finance</strong>', groups: [{ name: 'Finance', userIds: GROUPS[0]?.userIds }], mentions: { userIds: GROUPS[0]?.userIds, room: false } })
  expect(asked).toEqual([2])
  // Corrected, it still means them.
  composer.edit({ ...said, body: { kind: 'text', text: sent.text, html: sent.html, tone: 'plain', groups: [{ name: 'Finance', userIds: [BOB.userId] }] } })
  write('now for @Finance')
  await composer.send()
  expect(actions.edit).toHaveBeenLastCalledWith('$said', expect.objectContaining({ mentions: { userIds: [BOB.userId], room: false } }))
  expect(asked).toEqual([2, 0])
})

test('a group of too many is shown and cannot be taken', () => {
  const { composer, write } = open()
  write('@mini')
  expect(composer.state.getState().suggestions).toMatchObject([{ kind: 'group', group: { name: 'Ministry', isTooMany: true } }])
  composer.take(0)
  expect(composer.state.getState().typed.text).toBe('@mini')
})

test('who was mentioned before a correction is still mentioned after it', async () => {
  const { composer, write, actions } = open()
  composer.edit({ ...said, body: { kind: 'text', text: 'ask @Bob & Co', html: 'ask <a href="https://matrix.to/#/%40bob%3Achappe.example">@Bob &amp; Co</a>', tone: 'plain' } })
  write('please ask @Bob & Co')
  await composer.send()
  expect(actions.edit).toHaveBeenLastCalledWith('$said', expect.objectContaining({ mentions: { userIds: [BOB.userId], room: false } }))
})

test('what Alice began on her telephone stands where she writes; a correction is not disturbed by it', () => {
  const { composer, receive } = open()
  receive('!room', { text: 'begun on the train', mentions: [], replyToId: '$said' })
  expect(composer.state.getState()).toMatchObject({ typed: { text: 'begun on the train' }, mode: { kind: 'reply', to: said } })
  receive('!other', { text: 'elsewhere', mentions: [], replyToId: undefined })
  expect(composer.state.getState().typed.text).toBe('begun on the train')
  composer.edit(said)
  receive('!room', { text: 'goes on', mentions: [], replyToId: undefined })
  expect(composer.state.getState().typed.text).toBe('the figures')
  composer.cancel()
  expect(composer.state.getState().typed.text).toBe('goes on')
  receive('!room', undefined)
  expect(composer.state.getState().typed.text).toBe('')
})

test('what gave way is offered, and what it takes the place of gives way to it', () => {
  const { composer, write, kept } = open({}, [['/spare/!room', { text: 'from the train', mentions: [], replyToId: undefined }]])
  write('from the desk')
  expect(composer.spare.getState()).toBe('from the train')
  composer.takeSpare()
  expect([composer.state.getState().typed.text, composer.spare.getState(), kept.get('!room')?.text]).toEqual(['from the train', 'from the desk', 'from the train'])
  composer.dropSpare()
  expect([composer.state.getState().typed.text, composer.spare.getState()]).toEqual(['from the train', undefined])
})

test('words that go with files take along whom they tell and what they ask; where the files are not sent, they stay', async () => {
  const { composer, write } = open()
  const given: unknown[] = []
  write('read *this*')
  composer.setWish({ priority: 'urgent', asks: true })
  composer.reply(said)
  await composer.sendWith(async (words) => given.push(words) < 0)
  expect(composer.state.getState()).toMatchObject({ typed: { text: 'read *this*' }, wish: { priority: 'urgent', asks: true } })
  await composer.sendWith(async (words) => given.push(words) > 0)
  expect(given[1]).toEqual({
    text: 'read *this*',
    content: {
      'm.mentions': { user_ids: [said.sender.userId] },
      'm.relates_to': { 'm.in_reply_to': { event_id: said.id } },
      format: 'org.matrix.custom.html',
      formatted_body: 'read <em>this</em>',
      'org.chappe.priority': 'urgent',
      'org.chappe.ack_requested': { room: true },
    },
  })
  expect(composer.state.getState()).toMatchObject({ typed: { text: '' }, wish: { priority: undefined, asks: false }, mode: { kind: 'new' } })
  write('the figures')
  await composer.sendWith(async (words) => given.push(words) > 0)
  expect(given[2]).toEqual({ text: 'the figures', content: undefined })
  // What is asked without a word is asked by the file itself.
  composer.setWish({ priority: 'important' })
  await composer.sendWith(async (words) => given.push(words) > 0)
  expect(given[3]).toEqual({ text: '', content: { 'm.mentions': {}, 'org.chappe.priority': 'important' } })
})
