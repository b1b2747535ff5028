import { expect, test } from 'vitest'
import { toContent, toEdit, toForward, toPoll } from './compose.ts'

const hello = { text: 'hello', html: undefined, tone: 'plain', mentions: { userIds: ['@bob:a'], room: false } } as const

test('a message says who is told; an answer tells whoever is answered', () => {
  expect(toContent(hello, {})).toEqual({ msgtype: 'm.text', body: 'hello', 'm.mentions': { user_ids: ['@bob:a'] } })
  expect(toContent(hello, { replyTo: { id: '$one', sender: '@eve:a' } })).toEqual({
    msgtype: 'm.text',
    body: 'hello',
    'm.mentions': { user_ids: ['@bob:a', '@eve:a'] },
    'm.relates_to': { 'm.in_reply_to': { event_id: '$one' } },
  })
})

test('what goes into a thread says so, also to clients that know none', () => {
  expect(toContent(hello, { threadId: '$root', threadLastId: '$last' })['m.relates_to']).toEqual({ rel_type: 'm.thread', event_id: '$root', is_falling_back: true, 'm.in_reply_to': { event_id: '$last' } })
  expect(toContent(hello, { threadId: '$root', replyTo: { id: '$one', sender: '@eve:a' } })['m.relates_to']).toEqual({ rel_type: 'm.thread', event_id: '$root', is_falling_back: false, 'm.in_reply_to': { event_id: '$one' } })
})

test('a correction tells nobody twice', () => {
  const edit = toEdit('$one', { ...hello, html: '<b>hello</b>', mentions: { userIds: ['@bob:a', '@eve:a'], room: false } }, { userIds: ['@bob:a'], room: false })
  expect(edit).toEqual({
    msgtype: 'm.text',
    body: '* hello',
    format: 'org.matrix.custom.html',
    formatted_body: '* <b>hello</b>',
    'm.mentions': { user_ids: ['@eve:a'] },
    'm.new_content': { msgtype: 'm.text', body: 'hello', format: 'org.matrix.custom.html', formatted_body: '<b>hello</b>', 'm.mentions': { user_ids: ['@bob:a', '@eve:a'] } },
    'm.relates_to': { rel_type: 'm.replace', event_id: '$one' },
  })
})

test('what is forwarded answers nothing there and calls nobody', () => {
  expect(toForward({ msgtype: 'm.text', body: 'a', 'm.relates_to': { event_id: '$one' }, 'm.mentions': { room: true } })).toEqual({ msgtype: 'm.text', body: 'a', 'm.mentions': {} })
})

test('a poll can be read where polls are not known', () => {
  expect(toPoll({ question: 'When?', answers: ['Monday', 'Tuesday'], choicesMax: 1, isOpen: true })['org.matrix.msc1767.text']).toBe('When?\n1. Monday\n2. Tuesday')
})

test('how urgent it is and that it asks stand under names of our own; a correction says so in the new words alone, a copy elsewhere not at all', () => {
  const weight = { priority: 'urgent', asks: { userIds: ['@bob:chappe.example'] } } as const
  const said = { text: 'go', html: undefined, tone: 'plain', mentions: { userIds: [], room: false }, weight } as const
  const fields = { 'org.chappe.priority': 'urgent', 'org.chappe.ack_requested': { user_ids: ['@bob:chappe.example'] } }
  expect(toContent(said, {})).toEqual({ msgtype: 'm.text', body: 'go', 'm.mentions': {}, ...fields })
  const { 'm.new_content': fresh, ...outer } = toEdit('$1', said, said.mentions)
  expect(fresh).toMatchObject(fields)
  for (const field of Object.keys(fields)) expect(outer).not.toHaveProperty([field])
  expect(toForward(toContent(said, {}))).toEqual({ msgtype: 'm.text', body: 'go', 'm.mentions': {} })
})
