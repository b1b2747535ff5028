import { expect, test, vi } from 'vitest'
import type { Message, RoomPeople } from '../session/types.ts'
import type { ComposerParts } from './composer.ts'
import { createComposer } from './composer.ts'
import type { Draft } from '../session/drafts.ts'

const BOB = { userId: '@bob:chappe.example', name: 'Bob Durand', avatarUrl: undefined }

const PEOPLE: RoomPeople = { count: 3, isWhole: true, banned: [], members: [{ ...BOB, membership: 'join', level: 0, reason: '' }], mine: { level: 0, mayInvite: false, mayRemove: false } as RoomPeople['mine'] }

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
  replyTo: undefined,
  reactions: [],
  thread: undefined,
  readBy: [],
}

function open(more: Partial<ComposerParts> = {}) {
  const kept = new Map<string, Draft>()
  const actions = { send: vi.fn(async () => undefined), edit: vi.fn(async () => undefined), setTyping: vi.fn(async () => undefined) }
  const parts: ComposerParts = {
    key: '!room',
    actions,
    drafts: { get: (key) => kept.get(key), set: (key, draft) => void (draft === undefined ? kept.delete(key) : kept.set(key, draft)) },
    offered: () => ({ me: '@alice:chappe.example', people: PEOPLE, rooms: [], emoji: undefined, mayNotifyAll: true }),
    need: () => undefined,
    find: (id) => (id === said.id ? said : undefined),
    lastOwn: () => said,
    confirmSend: async () => true,
    ...more,
  }
  const composer = createComposer(parts)
  const write = (text: string): void => composer.type({ text, from: text.length, to: text.length })
  return { composer, write, actions, kept, parts }
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
