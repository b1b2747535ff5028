// The inbox of somebody who was away for long: mentions that are older than what a sync brings.
import type { MatrixClient } from 'matrix-js-sdk'
import { afterEach, expect, test } from 'vitest'
import { followInbox } from '../src/session/inbox.ts'
import { followRooms } from '../src/session/rooms/rooms.ts'
import { event, ME, roomOf, tellClient } from './_client.ts'

let client: MatrixClient | undefined
afterEach(() => client?.stopClient())

const mention = (body: string): object => event('m.room.message', { 'msgtype': 'm.text', body, 'm.mentions': { user_ids: [ME] } })
const MENTION_RULE = { rule_id: '.m.rule.is_user_mention', default: true, enabled: true, conditions: [{ kind: 'event_property_contains', key: 'content.m\\.mentions.user_ids', value: ME }], actions: ['notify', { set_tweak: 'highlight' }] }

test('Alice opens her inbox: the mention from long ago is found, asked for page by page until it is, and not again', async () => {
  const older = Array.from({ length: 3 }, (_each, page) => ({
    start: `t${page}`,
    ...(page < 2 ? { end: `t${page + 1}` } : {}),
    chunk: [...Array.from({ length: 10 }, (_none, at) => event('m.room.message', { msgtype: 'm.text', body: `talk ${page} ${at}` })), ...(page === 2 ? [mention('the figures, Alice?')] : [])],
  }))
  const asked: string[] = []
  const room = { ...roomOf([], [mention('are you there?')]), unread_notifications: { highlight_count: 2, notification_count: 2 } }
  client = await tellClient({
    join: { '!budget:chappe.test': { ...room, timeline: { ...room.timeline, limited: true, prev_batch: 't0' } } },
    answers: {
      '/pushrules/': () => ({ global: { override: [MENTION_RULE] } }),
      '/messages': ({ searchParams }) => {
        asked.push(searchParams.get('from') ?? '')
        return older[asked.length - 1] ?? { start: 'x', chunk: [] }
      },
    },
  })
  const rooms = followRooms(client)
  const inbox = followInbox(client, rooms.all, { openIn: () => [], onChange: () => undefined })
  const said = () => inbox.entries.getState().flatMap((entry) => (entry.kind === 'mention' && entry.message.body.kind === 'text' ? [entry.message.body.text] : []))
  expect(said()).toEqual(['are you there?'])
  await Promise.all([inbox.reach(), inbox.reach()])
  expect(said()).toEqual(['are you there?', 'the figures, Alice?'].toSorted((a, b) => said().indexOf(a) - said().indexOf(b)))
  expect(said()).toHaveLength(2)
  expect(asked).toEqual(['t0', 't1', 't2'])
  await inbox.reach()
  expect(asked).toHaveLength(3)
  inbox.stop()
  rooms.stop()
})
