// Somebody comes into a room by the space it belongs to, with nobody's invitation: what was said before opens for them, handed over by
// a colleague's device, where the room shows it to newcomers.
import { requireProgram } from '@chappe/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Messenger } from '../src/messenger.ts'
import { openMessenger } from '../src/messenger.ts'
import type { WebPerson } from '../src/web-person.ts'

let messenger: Messenger
let alice: WebPerson
let carol: WebPerson
let space: string

beforeEach((context) => requireProgram(context, 'chromium'))
beforeAll(async () => {
  messenger = await openMessenger()
  await messenger.makeAccount('alice', 'Alice Martin')
  await messenger.makeAccount('carol', 'Carol Petit')
  ;[alice, carol] = [await messenger.enter('alice'), await messenger.enter('carol')]
  space = await messenger.device('alice').createRoom({ preset: 'private_chat', name: 'Directorate', creation_content: { type: 'm.space' }, invite: ['@carol:localhost'] })
  await messenger.device('carol').join(space)
}, 240_000)
afterAll(async () => messenger?.[Symbol.asyncDispose]())

/** A room that people of the space come into by themselves. */
async function openFor(name: string, history: 'shared' | 'joined'): Promise<string> {
  return messenger.device('alice').createRoom({
    preset: 'private_chat',
    name,
    initial_state: [
      { type: 'm.room.join_rules', state_key: '', content: { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: space }] } },
      { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: history } },
    ],
  })
}

test('Carol comes in by the space and reads what Alice said before; in a room that keeps its past to itself she does not', { timeout: 5 * 60_000 }, async () => {
  const [plans, closed] = [await openFor('Plans', 'shared'), await openFor('Appeals', 'joined')]
  for (const [name, text] of [['Plans', 'said before Carol came'], ['Appeals', 'for those who are here']] as const) {
    await alice.open(name)
    await alice.write(text)
    await alice.reads(text)
  }
  for (const roomId of [plans, closed]) await messenger.device('carol').join(roomId)
  await carol.open('Plans')
  await carol.reads('said before Carol came')
  await carol.open('Appeals')
  await alice.write('welcome, Carol')
  await carol.reads('welcome, Carol')
  expect(await carol.page.getByText('for those who are here').count()).toBe(0)
})

test('Alice is away as Carol comes in, and then there is no server: the messenger opens all the same, with what Carol has', { timeout: 5 * 60_000 }, async () => {
  const { page } = carol
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  const roomId = await openFor('Leave', 'shared')
  await alice.context.setOffline(true)
  const [asked] = await Promise.all([page.waitForRequest(/\/sendToDevice\/m\.room\.encrypted\//), messenger.device('carol').join(roomId)])
  await asked.response()
  await carol.context.setOffline(true)
  await page.getByText('The server cannot be reached.').waitFor()
  const isOpening = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/pushrules/'))
  await Promise.all([isOpening, page.reload()])
  await carol.reads('welcome, Carol')
  await carol.context.setOffline(false)
  await alice.context.setOffline(false)
  await page.getByText('The server cannot be reached.').waitFor({ state: 'detached' })
})
