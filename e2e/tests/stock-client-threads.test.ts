// Threads, edits and reactions in matrix-js-sdk as it is: what it makes of what is bundled, and of the counts.
import { buildServer } from '@chappe/server'
import type { Person } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import * as sdk from 'matrix-js-sdk'
import { expect, test, vi } from 'vitest'
import { overhear } from '../src/overheard.ts'

const { Highlight, Total } = sdk.NotificationCountType
const within = { timeout: 30_000 }

/** A client of a person who has been there before, with threads. */
async function startClient(url: string, { userId, deviceId, token }: Person): Promise<sdk.MatrixClient> {
  const client = sdk.createClient({ baseUrl: url, userId, deviceId, accessToken: token })
  await client.startClient({ threadSupport: true, initialSyncLimit: 10, lazyLoadMembers: true })
  await vi.waitFor(() => expect(client.isInitialSyncComplete()).toBe(true), within)
  return client
}

test('Bob finds a thread, its edit and its counts, reads it, and answers', { timeout: 120_000 }, async () => {
  const chappe = await startTestServer(buildServer)
  const alice = await chappe.person('alice')
  const bob = await chappe.person('bob')
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await bob.join(roomId)
  const root = await alice.say(roomId, 'What is for lunch?')
  const inThread = (body: string, more: object = {}) =>
    ({ msgtype: 'm.text', body, ...more, 'm.relates_to': { rel_type: 'm.thread', event_id: root } })
  await alice.send(roomId, 'm.room.message', inThread('Soop.'))
  const last = await alice.send(roomId, 'm.room.message', inThread('Bob?', { 'm.mentions': { user_ids: [bob.userId] } }))
  await alice.send(roomId, 'm.room.message', {
    msgtype: 'm.text',
    body: '* Bob!',
    'm.new_content': { msgtype: 'm.text', body: 'Bob!' },
    'm.relates_to': { rel_type: 'm.replace', event_id: last },
  })
  const heard = await overhear(chappe)
  const client = await startClient(heard.url, bob)
  try {
    const room = client.getRoom(roomId)
    if (room === null) throw new Error('the room is not there')
    await vi.waitFor(() => expect(room.getThread(root)?.length).toBe(2), within)
    const thread = room.getThread(root)
    await vi.waitFor(() => expect(thread?.replyToEvent?.getContent()['body']).toBe('Bob!'), within)
    const counts = () => [Total, Highlight].map((kind) => [room.getRoomUnreadNotificationCount(kind), room.getThreadUnreadNotificationCount(root, kind)])
    await vi.waitFor(() => expect(counts()).toEqual([[1, 2], [0, 1]]), within)

    const event = thread?.replyToEvent ?? null
    await client.sendReadReceipt(event)
    await vi.waitFor(() => expect(counts()).toEqual([[1, 0], [0, 0]]), within)
    const seen = (await alice.sync()).rooms.join[roomId].ephemeral.events[0].content
    expect(seen[last]['m.read'][bob.userId].thread_id).toBe(root)

    await client.sendMessage(roomId, root, { msgtype: sdk.MsgType.Text, body: 'Coming.' })
    await vi.waitFor(() => expect(thread?.length).toBe(3), within)
    await client.sendEvent(roomId, sdk.EventType.Reaction, { 'm.relates_to': { rel_type: sdk.RelationType.Annotation, event_id: root, key: '🥣' } })
    const again = client.sendEvent(roomId, sdk.EventType.Reaction, { 'm.relates_to': { rel_type: sdk.RelationType.Annotation, event_id: root, key: '🥣' } })
    await expect(again).rejects.toMatchObject({ errcode: 'M_DUPLICATE_ANNOTATION' })
    const mine = await client.createThreadListMessagesRequest(roomId, null, 10, sdk.Direction.Backward, sdk.ThreadFilterType.My)
    expect(mine.chunk.map((each) => [each.event_id, each.unsigned?.['m.relations']?.['m.thread']?.current_user_participated])).toEqual([[root, true]])
  } finally {
    client.stopClient()
    await heard[Symbol.asyncDispose]()
    await chappe[Symbol.asyncDispose]()
  }
})
