// Events as the messenger shows them, whatever they hold: the room is shown on.
import fc from 'fast-check'
import { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { beforeEach, expect, test } from 'vitest'
import { HOSTILE_VALUES } from '../../../tests/hostile.ts'
import { describeBody } from './describe.ts'
import { describeMessage, describeQuote } from './describe-message.ts'
import { isShown } from './shown.ts'
import type { Message } from '../types.ts'

const ME = '@alice:chappe.example'
const BOB = '@bob:chappe.example'
let room: Room
let count = 0

beforeEach(() => {
  const client = new MatrixClient({ baseUrl: 'https://chappe.example', userId: ME, deviceId: 'ONE' })
  room = new Room('!room:chappe.example', client, ME)
})

function eventOf(content: unknown, more: object = {}): MatrixEvent {
  count += 1
  return new MatrixEvent({ type: 'm.room.message', event_id: `$${count}`, sender: BOB, room_id: room.roomId, origin_server_ts: 1_000 + count, content: content as Record<string, unknown>, ...more })
}

const describe = (event: MatrixEvent): Message => describeMessage(event, room, (id) => ({ id, message: undefined }))

const TYPES = ['m.room.message', 'm.reaction', 'm.room.encrypted', 'm.room.member', 'm.room.name', 'm.room.topic', 'm.room.pinned_events', 'm.sticker', 'm.poll.start', 'org.matrix.msc3381.poll.start', 'org.matrix.msc3381.poll.response', 'org.chappe.acknowledgement', 'org.example.unknown', '__proto__', '']
const FIELDS = ['msgtype', 'body', 'format', 'formatted_body', 'info', 'filename', 'm.mentions', 'm.relates_to', 'm.new_content', 'membership', 'displayname', 'name', 'topic', 'pinned', 'reason', 'org.matrix.msc3381.poll.start', 'm.poll.start', 'org.chappe.priority', 'org.chappe.ack_requested', 'org.chappe.groups', 'org.chappe.letter', '__proto__', 'constructor']

/** Whether a message is one that every view can draw. */
function assertDrawable(message: Message): void {
  expect(typeof message.id).toBe('string')
  expect(typeof message.sender.name).toBe('string')
  expect(message.sender.name.length).toBeLessThan(300)
  expect(() => new Date(message.sentAtMs).toISOString()).not.toThrow()
  if (message.body.kind === 'text') expect([typeof message.body.text, ['string', 'undefined'].includes(typeof message.body.html)]).toEqual(['string', true])
  if (message.body.kind === 'file') expect(typeof message.body.name).toBe('string')
  if (message.body.kind === 'poll') expect(message.body.poll.answers.length).toBeGreaterThan(0)
  expect([undefined, 'important', 'urgent']).toContain(message.priority)
  if (message.asking !== undefined && message.asking.asked !== 'everybody') expect(message.asking.asked.userIds.every((id) => typeof id === 'string')).toBe(true)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
}

test.each(FIELDS)('any value in %s leaves a message that can be drawn', (field) => {
  for (const value of HOSTILE_VALUES) {
    for (const msgtype of ['m.text', 'm.image', 'm.emote']) assertDrawable(describe(eventOf({ msgtype, body: 'a', [field]: value })))
  }
})

test('whatever an event holds, there is a message of it or it is none', () => {
  const value = fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 4 }))
  const content = fc.oneof(value, fc.dictionary(fc.constantFrom(...FIELDS), value))
  const relation = fc.record({ rel_type: fc.oneof(value, fc.constantFrom('m.thread', 'm.replace', 'm.annotation', 'm.reference')), event_id: value, key: value, 'm.in_reply_to': value, is_falling_back: value }, { requiredKeys: [] })
  fc.assert(
    fc.property(fc.constantFrom(...TYPES), content, fc.option(relation), fc.oneof(fc.constant(0), value), (type, given, related, at) => {
      const held = typeof given === 'object' && given !== null && !Array.isArray(given) && related !== null ? { ...given, 'm.relates_to': related } : given
      const event = eventOf(held, { type, origin_server_ts: at })
      if (isShown(event)) assertDrawable(describe(event))
      expect(describeQuote(event, room).message?.sender.userId).toBe(BOB)
    }),
    { numRuns: 1000 },
  )
})

test('what old clients write before an answer is left out of it', () => {
  const answer = eventOf({ msgtype: 'm.text', body: '> <@alice:chappe.example> what?\n> really\n\nyes', 'm.relates_to': { 'm.in_reply_to': { event_id: '$asked' } } })
  expect(describe(answer)).toMatchObject({ body: { text: 'yes' }, replyTo: { id: '$asked' } })
  expect(describe(eventOf({ msgtype: 'm.text', body: '> <b> not an answer\n\nyes' })).body).toMatchObject({ text: '> <b> not an answer\n\nyes' })
})

test('what a thread writes for clients without threads is no answer', () => {
  const thread = { rel_type: 'm.thread', event_id: '$root', 'm.in_reply_to': { event_id: '$last' } }
  expect(describe(eventOf({ msgtype: 'm.text', body: 'a', 'm.relates_to': { ...thread, is_falling_back: true } })).replyTo).toBeUndefined()
  expect(describe(eventOf({ msgtype: 'm.text', body: 'a', 'm.relates_to': { ...thread, is_falling_back: false } })).replyTo).toEqual({ id: '$last', message: undefined })
})

test('who is mentioned sees it: by name, or with everybody', () => {
  const mentions = (said: unknown): boolean => describe(eventOf({ msgtype: 'm.text', body: 'a', 'm.mentions': said })).mentionsMe
  expect(mentions({ user_ids: [BOB, ME] })).toBe(true)
  expect(mentions({ room: true })).toBe(true)
  expect(mentions({ user_ids: [BOB] })).toBe(false)
  expect(mentions({ user_ids: ME, room: 'true' })).toBe(false)
})

function aggregate(...events: MatrixEvent[]): void {
  for (const event of events) room.relations.aggregateChildEvent(event)
}

function react(target: MatrixEvent, sender: string, key: unknown): MatrixEvent {
  return eventOf({ 'm.relates_to': { rel_type: 'm.annotation', event_id: target.getId(), key } }, { type: 'm.reaction', sender })
}

test('reactions are counted by person, however their emoji is written; what is no key is left out', () => {
  const said = eventOf({ msgtype: 'm.text', body: 'a' })
  aggregate(react(said, BOB, '👍️'), react(said, ME, '👍'), react(said, BOB, '👍'), react(said, BOB, ''), react(said, BOB, 7), react(said, BOB, 'x'.repeat(100)))
  expect(describe(said).reactions).toEqual([{ key: '👍️', count: 2, people: [BOB, ME], isMine: true }])
})

const POLL = { question: { 'm.text': [{ body: 'When?' }] }, kind: 'm.disclosed', max_selections: 1, answers: [{ 'm.id': 'mon', 'm.text': [{ body: 'Monday' }] }, { id: 'tue', 'org.matrix.msc1767.text': 'Tuesday' }, { id: 3 }, null] }

function vote(poll: MatrixEvent, sender: string, answers: unknown, more: object = {}): MatrixEvent {
  return eventOf({ 'm.relates_to': { rel_type: 'm.reference', event_id: poll.getId() }, 'org.matrix.msc3381.poll.response': { answers } }, { type: 'org.matrix.msc3381.poll.response', sender, ...more })
}

test('a poll counts what each person chose last, and not what is no answer', () => {
  const poll = eventOf({ 'm.poll.start': POLL }, { type: 'm.poll.start' })
  aggregate(vote(poll, BOB, ['mon']), vote(poll, BOB, ['tue', 'mon']), vote(poll, ME, ['mon']), vote(poll, '@eve:chappe.example', ['nowhere']), vote(poll, '@mallory:chappe.example', 'mon'))
  expect(describeBody(poll, room)).toEqual({
    kind: 'poll',
    poll: {
      question: 'When?',
      choicesMax: 1,
      isOpen: true,
      hasEnded: false,
      votersCount: 2,
      answers: [
        { id: 'mon', text: 'Monday', votes: 1, isMine: true },
        { id: 'tue', text: 'Tuesday', votes: 1, isMine: false },
      ],
    },
  })
})

test('only whoever asked ends a poll, and what is voted later does not count', () => {
  const poll = eventOf({ 'm.poll.start': POLL }, { type: 'm.poll.start' })
  const end = (sender: string): MatrixEvent => eventOf({ 'm.relates_to': { rel_type: 'm.reference', event_id: poll.getId() } }, { type: 'org.matrix.msc3381.poll.end', sender })
  aggregate(end('@eve:chappe.example'), vote(poll, ME, ['mon']))
  expect(describeBody(poll, room)).toMatchObject({ poll: { hasEnded: false, votersCount: 1 } })
  aggregate(end(BOB), vote(poll, '@eve:chappe.example', ['mon']))
  expect(describeBody(poll, room)).toMatchObject({ poll: { hasEnded: true, votersCount: 1 } })
})

test('a name cannot turn the line around it, nor fill the page', () => {
  room.currentState.setStateEvents([eventOf({ membership: 'join', displayname: `\u202EevE\u2066${'x'.repeat(2000)}` }, { type: 'm.room.member', state_key: BOB })])
  const { name } = describe(eventOf({ msgtype: 'm.text', body: 'a' })).sender
  expect(name).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  expect(name.length).toBeLessThan(300)
})

test('what the server writes is in both languages; what anybody else writes is one text, whatever stands beside it', () => {
  const letter = { fr: 'Maintenance ce soir', en: 'Maintenance tonight' }
  const content = { msgtype: 'm.text', body: 'Maintenance ce soir\n\nMaintenance tonight', 'org.chappe.letter': letter }
  expect(describeBody(eventOf(content, { sender: '@server-notices:chappe.example' }), room)).toMatchObject({ kind: 'text', text: content.body, letter })
  for (const sender of [BOB, '@server-notices:evil.example']) expect(describeBody(eventOf(content, { sender }), room)).not.toHaveProperty('letter')
  const half = { ...content, 'org.chappe.letter': { fr: letter.fr, en: 7 } }
  expect(describeBody(eventOf(half, { sender: '@server-notices:chappe.example' }), room)).not.toHaveProperty('letter')
})
