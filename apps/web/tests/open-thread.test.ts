// Alice has a thread open beside a room, on a server that has much to do: what is answered there is seen when it comes.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTalk } from '../src/session/talk/talk.ts'
import type { Timeline } from '../src/session/talk/timeline.ts'
import { event, roomOf, tellClient } from './_client.ts'

const ROOM = '!budget:chappe.test'
const root = event('m.room.message', { msgtype: 'm.text', body: 'who brings the projector?' }, { event_id: '$root' })

/** An answer in the thread. `age`: how long ago the server says that it was said. */
function answer(body: string, age: number): object {
  return event('m.room.message', { msgtype: 'm.text', body, 'm.relates_to': { rel_type: 'm.thread', event_id: '$root' } }, { unsigned: { age } })
}

let client: MatrixClient
let room: Room
let held: object[]
/** What is asked of the server for the thread is answered when the test says so. */
let letGo: () => void

beforeEach(async () => {
  held = []
  const isLetGo = new Promise<void>((done) => (letGo = done))
  client = await tellClient({
    join: { [ROOM]: roomOf([], [root]) },
    answers: { '/client/versions': () => ({ versions: ['v1.4', 'v1.11'] }), '/event/%24root': () => root, '/relations/%24root': () => isLetGo.then(() => ({ chunk: held.toReversed() })) },
  })
  const found = client.getRoom(ROOM)
  if (found === null) throw new Error('the room was not told of')
  room = found
})
afterEach(() => client.stopClient())

/** What a sync brings. */
async function arrives(...events: readonly object[]): Promise<void> {
  held.push(...events)
  await room.addLiveEvents(events.map((each) => client.getEventMapper()({ ...each, room_id: ROOM })), { addToState: false })
}

async function openThread(): Promise<Timeline> {
  const thread = await openTalk(client, room).openThread('$root')
  if (thread === undefined) throw new Error('there is no such message')
  return thread
}

function shown(thread: Timeline): string[] {
  return thread.state.getState().messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind))
}

test('an answer that came sooner after it was said than the one before it stands after that one', async () => {
  const thread = await openThread()
  letGo()
  // Its way took longer than the server says; by the clock of this browser it was said last.
  await arrives(answer('I have one', 0))
  await expect.poll(() => room.getThread('$root')?.initialEventsFetched).toBe(true)
  await arrives(answer('perfect', 4000))
  await expect.poll(() => shown(thread)).toEqual(['who brings the projector?', 'I have one', 'perfect'])
  thread.close()
})

test('what is answered while the SDK empties the thread to fill it anew is seen, and so is what was answered before', async () => {
  const thread = await openThread()
  letGo()
  await arrives(answer('I have one', 0))
  await expect.poll(() => shown(thread)).toEqual(['who brings the projector?', 'I have one'])
  await arrives(answer('perfect', 4000))
  await expect.poll(() => shown(thread)).toEqual(['who brings the projector?', 'I have one', 'perfect'])
  thread.close()
})

test('what is answered while the thread is being fetched is there once it was fetched, and what is answered then as well', async () => {
  const thread = await openThread()
  await arrives(answer('I have one', 0))
  await arrives(answer('perfect', 4000))
  letGo()
  await expect.poll(() => shown(thread)).toEqual(['who brings the projector?', 'I have one', 'perfect'])
  await arrives(answer('and a screen', 0))
  await expect.poll(() => shown(thread)).toEqual(['who brings the projector?', 'I have one', 'perfect', 'and a screen'])
  thread.close()
})
