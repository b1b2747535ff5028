// Messages that Alice wants sent later, or takes back: each is sent once.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { KeptMessage } from '../src/session/talk/send-kept.ts'
import type { ScheduledFailure, ScheduledThing } from '../src/session/sealed/scheduled-thing.ts'
import { parseScheduled } from '../src/session/sealed/scheduled-thing.ts'
import type { OwnList } from '../src/session/sealed/own-list.ts'
import { createScheduled } from '../src/viewmodels/later/scheduled.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

/** What all devices of Alice see; what one of them decides, it decides on what the others have done. */
function aList(isReady = true): OwnList<ScheduledThing> {
  const items = createStore<ReadonlyMap<string, ScheduledThing>>(() => new Map())
  const set = (id: string, value: ScheduledThing | undefined): boolean => {
    const next = new Map(items.getState())
    next.delete(id)
    if (value !== undefined) next.set(id, value)
    items.setState(next, true)
    return true
  }
  return {
    items,
    isReady: createStore<boolean>(() => isReady),
    set,
    async decide(id, make) {
      await Promise.resolve()
      const decision = make(items.getState().get(id))
      return decision === 'leave' ? false : set(id, decision.to)
    },
    attach: () => () => undefined,
    flush: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  }
}

interface Options {
  scheduled?: OwnList<ScheduledThing>
  holdMs?: number
  answer?: () => Promise<ScheduledFailure | undefined>
}

function device(deviceId: string, { scheduled = aList(), holdMs = 0, answer = () => Promise.resolve(undefined) }: Options = {}) {
  const sent: KeptMessage[] = []
  const sealed = { scheduled, held: aList(false), attach: () => () => undefined, flush: () => Promise.resolve(), forget: () => Promise.resolve() } as never
  let ids = 0
  const model = createScheduled({ session: { deviceId, sealed, sendKept: (message) => (sent.push(message), answer()) }, holdMs: () => holdMs, now: Date.now, newId: () => `${deviceId}${(ids += 1)}` })
  return { model, sent, says: () => sent.map(({ outgoing }) => outgoing.text) }
}

const SOUP = { roomId: '!soup', threadId: undefined }
const say = (text: string) => ({ text, mentions: [] })
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

test('what is scheduled is sent when it is due, once, though two devices are open', async () => {
  const scheduled = aList()
  const [laptop, phone] = [device('LAPTOP', { scheduled }), device('PHONE', { scheduled })]
  const ends = [laptop.model.start(), phone.model.start()]
  expect(laptop.model.schedule(SOUP, say('leek'), Date.now() + 60_000)).toBe(true)
  expect(phone.model.waiting.getState().get('!soup')?.map(({ text, stand }) => `${text} ${stand}`)).toEqual(['leek waits'])
  await pass(59_000)
  expect([...laptop.says(), ...phone.says()]).toEqual([])
  await pass(2000)
  expect([...laptop.says(), ...phone.says()]).toEqual(['leek'])
  expect(scheduled.items.getState().size).toBe(0)
  for (const end of ends) end()
})

test('what a device took on it sends after a reload under the same transaction; others see that it is stuck, and send it if Alice says so', async () => {
  const scheduled = aList()
  const never = new Promise<undefined>(() => undefined)
  const laptop = device('LAPTOP', { scheduled, answer: () => never })
  const end = laptop.model.start()
  laptop.model.schedule(SOUP, say('leek'), Date.now() + 1000)
  await pass(2000)
  end()
  const phone = device('PHONE', { scheduled })
  const endPhone = phone.model.start()
  const [id] = [...scheduled.items.getState().keys()]
  await pass(5 * 60_000)
  expect([phone.says(), phone.model.waiting.getState().get('!soup')?.[0]?.stand]).toEqual([[], 'sending'])
  expect(await phone.model.take(id ?? '')).toBeUndefined()
  await pass(6 * 60_000)
  expect([phone.says(), phone.model.waiting.getState().get('!soup')?.[0]?.stand]).toEqual([[], 'stuck'])
  const again = device('LAPTOP', { scheduled })
  const endAgain = again.model.start()
  await pass(1000)
  expect([laptop.sent[0]?.txnId, again.sent.map(({ txnId }) => txnId)]).toEqual([`kept.${id}`, [`kept.${id}`]])
  for (const each of [endPhone, endAgain]) each()
})

test('what another device has forgotten is sent from here where Alice says so', async () => {
  const scheduled = aList()
  scheduled.set('x', { ...SOUP, ...say('leek'), dueAtMs: 1, takenBy: 'LOST', takenAtMs: 2 })
  const phone = device('PHONE', { scheduled })
  const end = phone.model.start()
  phone.model.sendNow('x')
  await pass(100)
  expect([phone.says(), scheduled.items.getState().size]).toEqual([['leek'], 0])
  end()
})

test('it can be moved, sent now, written anew and given up', async () => {
  const { model, says } = device('LAPTOP')
  const end = model.start()
  for (const text of ['one', 'two', 'three', 'four']) model.schedule(SOUP, say(text), Date.now() + 60_000)
  model.setDue('LAPTOP1', Date.now() + 120_000)
  model.sendNow('LAPTOP2')
  expect(await model.take('LAPTOP3')).toMatchObject({ text: 'three' })
  expect(await model.remove('LAPTOP4')).toBe(true)
  await pass(100)
  expect(says()).toEqual(['two'])
  await pass(100_000)
  expect(says()).toEqual(['two'])
  await pass(30_000)
  expect(says()).toEqual(['two', 'one'])
  end()
})

test('what the server would not have stays, with the reason', async () => {
  const { model } = device('LAPTOP', { answer: () => Promise.resolve('forbidden') })
  const end = model.start()
  model.schedule(SOUP, say('leek'), Date.now() + 1000)
  await pass(2000)
  expect(model.waiting.getState().get('!soup')?.map(({ stand, failure }) => [stand, failure])).toEqual([['failed', 'forbidden']])
  end()
})

test('what was just sent can be taken back; else it goes out, in order, also after the page was closed', async () => {
  const { model, says } = device('LAPTOP', { holdMs: 5000 })
  let end = model.start()
  expect(model.hold(SOUP, say('one'))).toBe(true)
  expect(model.isHolding()).toBe(true)
  expect(model.takeBack(SOUP)?.text).toBe('one')
  expect(model.takeBack(SOUP)).toBeUndefined()
  model.hold(SOUP, say('two'))
  await pass(1000)
  model.hold(SOUP, say('three'))
  end()
  await pass(60_000)
  expect(says()).toEqual([])
  end = model.start()
  await pass(100)
  expect([says(), model.isHolding()]).toEqual([['two', 'three'], false])
  end()
})

test('where nobody wishes to take anything back, nothing is held', () => {
  expect(device('LAPTOP').model.hold(SOUP, say('one'))).toBe(false)
})

test('without the other devices, a message is kept for this one alone', async () => {
  const scheduled = aList(false)
  const [laptop, phone] = [device('LAPTOP', { scheduled }), device('PHONE', { scheduled })]
  const ends = [laptop.model.start(), phone.model.start()]
  laptop.model.schedule(SOUP, say('leek'), Date.now() + 1000)
  await pass(2000)
  expect([laptop.says(), phone.says()]).toEqual([['leek'], []])
  for (const end of ends) end()
})

test('what another device has written is read field by field', () => {
  expect([null, 7, {}, { text: 'x' }, { text: 'x', roomId: '!a' }, { text: 'x', roomId: '!a', dueAtMs: 'now' }].map(parseScheduled)).toEqual(Array.from({ length: 6 }, () => undefined))
  expect(parseScheduled({ text: 'x', roomId: '!a', dueAtMs: 1, replyTo: 'no', takenBy: 7, failure: 'odd', mentions: [{ label: '@Bob' }] })).toEqual({ text: 'x', mentions: [], replyTo: undefined, roomId: '!a', threadId: undefined, dueAtMs: 1, onlyOn: undefined, takenBy: undefined, takenAtMs: undefined, failure: undefined })
})
