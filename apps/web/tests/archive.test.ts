// Rooms that Alice put away: they come back when something is said in them, unless she wants nothing told of them.
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import { setArchived } from '../src/session/rooms/archive.ts'
import { followRooms } from '../src/session/rooms/rooms.ts'
import { event, ME, member, MALLORY, roomOf, tellClient } from './_client.ts'

let client: MatrixClient | undefined
beforeAll(() => {
  for (const name of ['log', 'warn', 'info', 'debug', 'error'] as const) vi.spyOn(console, name).mockImplementation(() => undefined)
})
afterEach(() => client?.stopClient())

const say = (atMs: number): object => event('m.room.message', { msgtype: 'm.text', body: 'soup?' }, { origin_server_ts: atMs })
const rename = (atMs: number): object => ({ ...member(MALLORY, { membership: 'join', displayname: 'Bob' }), origin_server_ts: atMs })
const away = (timeline: readonly object[], tag: unknown): object => ({ ...roomOf([], timeline), account_data: { events: [{ type: 'm.tag', content: { tags: { 'org.chappe.archived': tag } } }] } })

test('what is said after a room was put away brings it back; what happens to it, or was said before, does not', async () => {
  const join = {
    '!before': away([say(900), say(1000)], { up_to: 1000 }),
    '!after': away([say(1000), say(1001)], { up_to: 1000 }),
    '!renamed': away([say(1000), rename(2000)], { up_to: 1000 }),
    '!empty': away([], { up_to: 0 }),
    '!odd': away([say(1000)], { up_to: 'yesterday' }),
    '!none': roomOf([], [say(1000)]),
    '!muted': away([say(5000)], { up_to: 1000 }),
  }
  const silent = { rule_id: '!muted', default: false, enabled: true, actions: [], conditions: [] }
  client = await tellClient({ join, accountData: [{ type: 'm.push_rules', content: { global: { override: [silent], room: [], content: [], sender: [], underride: [] } } }] })
  const { all, stop } = followRooms(client)
  expect(Object.fromEntries(all.getState().map(({ roomId, isArchived }) => [roomId, isArchived]))).toEqual({ '!before': true, '!after': false, '!renamed': true, '!empty': true, '!odd': false, '!none': false, '!muted': true })
  stop()
})

test('what Alice wrote in another tab just before is not in the way of putting a room away; what she has not seen is', async () => {
  const puts: unknown[] = []
  client = await tellClient({ join: { '!own': roomOf([], [say(1000)]), '!unseen': roomOf([], [say(1000)]) }, answers: { '/tags/org.chappe.archived': () => ({}) } })
  const { setRoomTag } = client
  vi.spyOn(client, 'setRoomTag').mockImplementation((roomId, tag, metadata) => (puts.push([roomId, metadata]), setRoomTag.call(client, roomId, tag, metadata)))
  // Only what the browser kept has been read so far.
  vi.spyOn(client, 'getSyncState').mockReturnValue(SyncState.Prepared)
  vi.spyOn(client, 'getSyncStateData').mockReturnValue({ fromCache: true })
  const putAway = Promise.all([setArchived(client, '!own', true), setArchived(client, '!unseen', true)])
  const arrives = (roomId: string, sender: string): Promise<void> | undefined =>
    client?.getRoom(roomId)?.addLiveEvents([client.getEventMapper()({ ...say(2000), sender, room_id: roomId })], { addToState: false })
  await arrives('!own', ME)
  await arrives('!unseen', MALLORY)
  expect(puts).toEqual([])
  client.emit(ClientEvent.Sync, SyncState.Syncing, SyncState.Prepared)
  await putAway
  expect(puts).toEqual([
    ['!own', { up_to: 2000 }],
    ['!unseen', { up_to: 1000 }],
  ])
})
