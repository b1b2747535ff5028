// Much is said in Alice's rooms: the list follows now and then, and what she does herself she sees at once.
import { MatrixEvent } from 'matrix-js-sdk'
import { afterEach, expect, test, vi } from 'vitest'
import { followRooms } from '../src/session/rooms/rooms.ts'
import { event, roomOf, tellClient } from './_client.ts'

const ROOM = '!budget:chappe.test'

afterEach(() => void vi.useRealTimers())

test('what arrives is told about once a second, a favourite when it is made one', async () => {
  const client = await tellClient({ join: { [ROOM]: roomOf([]) } })
  const room = client.getRoom(ROOM)
  if (room === null) throw new Error('the room was not told of')
  vi.useFakeTimers()
  const rooms = followRooms(client)
  const summary = () => rooms.all.getState()[0]
  const arrives = (body: string): Promise<void> => room.addLiveEvents([client.getEventMapper()({ ...event('m.room.message', { msgtype: 'm.text', body }), room_id: ROOM })], { addToState: false })
  await vi.advanceTimersByTimeAsync(2000)
  await arrives('one')
  await vi.advanceTimersByTimeAsync(20)
  expect(summary()?.last?.message).toMatchObject({ text: 'one' })
  await arrives('two')
  await vi.advanceTimersByTimeAsync(20)
  expect(summary()?.last?.message).toMatchObject({ text: 'one' })
  room.addTags(new MatrixEvent({ type: 'm.tag', content: { tags: { 'm.favourite': {} } } }))
  await vi.advanceTimersByTimeAsync(20)
  expect(summary()).toMatchObject({ tags: ['m.favourite'], last: { message: { text: 'two' } } })
  rooms.stop()
  client.stopClient()
})
