// Alice goes through rooms all day: one that she has left holds nothing of what she saw there.
import { MatrixEventEvent, RoomEvent } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import { openTalk } from '../src/session/talk/talk.ts'
import { event, roomOf, tellClient } from './_client.ts'

const ROOM = '!budget:chappe.test'

test('whoever listened while a room was open has let go of it when it is closed, wherever one stood in it', async () => {
  const said = Array.from({ length: 80 }, (_, index) => event('m.room.message', { msgtype: 'm.text', body: `message ${index}` }, { event_id: `$said${index}` }))
  const client = await tellClient({ join: { [ROOM]: roomOf([], said) } })
  const room = client.getRoom(ROOM)
  if (room === null) throw new Error('the room was not told of')
  const listening = (): number[] => [room.listenerCount(RoomEvent.Timeline), room.listenerCount(RoomEvent.Receipt), client.listenerCount(MatrixEventEvent.Decrypted)]
  const before = listening()
  for (let time = 0; time < 3; time += 1) {
    const { timeline, close } = openTalk(client, room)
    await expect.poll(() => timeline.state.getState().isOpening).toBe(false)
    expect(listening()).not.toEqual(before)
    expect(await timeline.goTo('$said3')).toBe(true)
    await timeline.goToNewest()
    close()
  }
  expect(listening()).toEqual(before)
  // Closed before it was open.
  openTalk(client, room).close()
  await new Promise((done) => setTimeout(done, 20))
  expect(listening()).toEqual(before)
  client.stopClient()
})
