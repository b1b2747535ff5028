import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Timeline, TimelineState } from '../../session/talk/timeline.ts'
import type { Message } from '../../session/types.ts'
import { CHOSEN_MAX, createTimelineModel } from './timeline.ts'

function said(id: string, more: Partial<Message> = {}): Message {
  return {
    id,
    sender: { userId: '@bob:chappe.example', name: 'Bob', avatarUrl: undefined },
    sentAtMs: 0,
    isMine: false,
    body: { kind: 'text', text: id, html: undefined, tone: 'plain' },
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
    ...more,
  }
}

function open(messages: readonly Message[], more: Partial<Timeline> = {}, holds: { holdsChanges?: boolean } = {}) {
  const state = createStore<TimelineState>(() => ({ messages, hasOlder: false, hasNewer: false, isPaging: false, isOpening: false, firstUnreadId: undefined }))
  const goToNewest = vi.fn(async () => undefined)
  const timeline: Timeline = { state, page: async () => undefined, goTo: async (id) => id === '$there', goToDate: async () => undefined, goToNewest, markRead: async () => undefined, close: () => undefined, ...more }
  return { model: createTimelineModel(timeline, holds), state, goToNewest }
}

test('Alice goes to a message that is there, and stays where she is otherwise', async () => {
  const { model } = open([said('$there')])
  expect(await model.goTo('$gone')).toBe(false)
  expect(model.goal.getState()).toBeUndefined()
  expect(await model.goTo('$there')).toBe(true)
  const first = model.goal.getState()
  expect(first).toEqual({ to: 'message', id: '$there' })
  await model.goTo('$there')
  expect(model.goal.getState()).not.toBe(first)
})

test('a day on which nothing was said leads nowhere, another to its first message', async () => {
  expect(await open([]).model.goToDate(0)).toBe(false)
  const { model } = open([], { goToDate: async () => '$first' })
  expect(await model.goToDate(0)).toBe(true)
  expect(model.goal.getState()).toEqual({ to: 'message', id: '$first' })
})

test('the newest are fetched where they are not held', async () => {
  const { model, state, goToNewest } = open([said('$a')])
  await model.goToNewest()
  expect(goToNewest).not.toHaveBeenCalled()
  state.setState({ hasNewer: true })
  await model.goToNewest()
  expect(goToNewest).toHaveBeenCalledOnce()
  expect(model.goal.getState()).toEqual({ to: 'newest' })
})

test('what one wrote last and may correct is a text of one’s own that was sent; while it is on its way, no older one is', () => {
  const own = { isMine: true }
  const { model } = open([said('$old', own), said('$mine', own), said('$deleted', { ...own, body: { kind: 'deleted' } }), said('$bobs')])
  expect(model.lastOwn()?.id).toBe('$mine')
  for (const sending of ['sending', 'waiting', 'failed'] as const) expect(open([said('$old', own), said('$mine', { ...own, sending })]).model.lastOwn()).toBeUndefined()
})

test('messages are chosen one by one, not without end, and the choice is ended', () => {
  const { model } = open([])
  for (let index = 0; index < CHOSEN_MAX + 5; index += 1) model.choose(`$${index}`)
  expect(model.selection.getState()?.size).toBe(CHOSEN_MAX)
  model.choose('$0')
  expect(model.selection.getState()?.has('$0')).toBe(false)
  model.endChoosing()
  expect(model.selection.getState()).toBeUndefined()
})

test('in the room of the server its letters stand alone', () => {
  const messages = [said('$created', { body: { kind: 'change', change: { kind: 'created' } } }), said('$letter')]
  const kinds = (holds: { holdsChanges?: boolean }): string[] => open(messages, {}, holds).model.state.getState().rows.flatMap((row) => (row.kind === 'message' ? [row.message.id] : []))
  expect([kinds({}), kinds({ holdsChanges: false })]).toEqual([['$created', '$letter'], ['$letter']])
})
