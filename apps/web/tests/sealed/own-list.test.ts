// What Alice keeps for herself: on her laptop and her telephone, by way of a server that cannot read it.
import { createStore } from 'zustand/vanilla'
import { expect, test } from 'vitest'
import type { KeptList, OwnList, Remote } from '../../src/session/sealed/own-list.ts'
import { openOwnList, parseKept } from '../../src/session/sealed/own-list.ts'
import type { Envelope, SealKey } from '../../src/session/sealed/seal.ts'
import { deriveSealKey, openItems, parseEnvelope } from '../../src/session/sealed/seal.ts'
import { watchStorage } from '../../src/session/kept/storage.ts'
import type { SealedStore } from '../../src/session/kept/sealed.ts'

const ALICE = '@alice:chappe.test'
const parse = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A server that keeps envelopes and tells everybody of them when it is asked to. */
function openServer() {
  const kept = new Map<string, Envelope>()
  const listeners = new Set<(envelope: Envelope | undefined) => void>()
  return {
    kept,
    listeners,
    tell: () => {
      for (const listener of listeners) listener(kept.get('notes'))
    },
    put(name: string, envelope: Envelope): Promise<'stored' | 'conflict'> {
      if ((kept.get(name)?.version ?? 0) !== envelope.version - 1) return Promise.resolve('conflict')
      kept.set(name, envelope)
      return Promise.resolve('stored')
    },
  }
}

type Server = ReturnType<typeof openServer>

function openShelf(): SealedStore<KeptList> & { values: Map<string, string> } {
  const values = new Map<string, string>()
  return {
    values,
    all: () => Promise.resolve([]),
    get: (name) => Promise.resolve(parseKept(JSON.parse(values.get(name) ?? 'null'))),
    set: (name, value) => Promise.resolve(void values.set(name, JSON.stringify(value))),
    delete: (name) => Promise.resolve(void values.delete(name)),
    clear: () => Promise.resolve(values.clear()),
  }
}

interface DeviceOptions {
  key?: SealKey | undefined
  now?: () => number
  shelf?: ReturnType<typeof openShelf>
  isReady?: boolean
  bytesMax?: number
}

async function device(server: Server, { key, now = () => 1000, shelf = openShelf(), isReady = true, bytesMax = 46_000 }: DeviceOptions = {}) {
  const lost: string[] = []
  const keys = createStore<SealKey | undefined>(() => key)
  const ready = createStore<boolean>(() => isReady)
  const list = await openOwnList<string>({ name: 'notes', parse, waitMs: 0, now, kept: shelf, storage: watchStorage(), bounds: { bytesMax, mayGo: (value) => value === 'done' }, onLost: (id, value) => lost.push(`${id}: ${value}`) })
  const remote: Remote = {
    userId: ALICE,
    key: keys,
    isReady: ready,
    follow(name, listener) {
      server.listeners.add(listener)
      listener(server.kept.get(name))
      return () => void server.listeners.delete(listener)
    },
    fetch: (name) => Promise.resolve(server.kept.get(name)),
    put: server.put,
  }
  return { list, lost, keys, ready, shelf, end: list.attach(remote) }
}

const says = ({ items }: OwnList<string>): [string, string][] => [...items.getState()].toSorted(([a], [b]) => (a < b ? -1 : 1))
const settled = (server: Server, ...lists: OwnList<string>[]): Promise<void> => expect.poll(() => {
  server.tell()
  return new Set(lists.map((list) => JSON.stringify(says(list)))).size
}).toBe(1)
const backupKey = (byte: number): Promise<SealKey> => deriveSealKey(new Uint8Array(32).fill(byte))

test('what the laptop keeps the telephone has, and the server has no word of it', async () => {
  const server = openServer()
  const key = await backupKey(1)
  const [laptop, phone] = [await device(server, { key }), await device(server, { key })]
  laptop.list.set('soup', 'ask for the recipe')
  await expect.poll(() => { server.tell(); return says(phone.list) }).toEqual([['soup', 'ask for the recipe']])
  expect(JSON.stringify(server.kept.get('notes'))).not.toContain('recipe')
  phone.list.set('soup', undefined)
  await expect.poll(() => { server.tell(); return says(laptop.list) }).toEqual([])
})

test('two devices that write at once lose nothing; of one thing the later change stands, and the other is told of', async () => {
  const server = openServer()
  const key = await backupKey(1)
  const [laptop, phone] = [await device(server, { key, isReady: false, now: () => 1000 }), await device(server, { key, isReady: false, now: () => 2000 })]
  laptop.list.set('soup', 'leek')
  laptop.list.set('bread', 'rye')
  phone.list.set('soup', 'tomato')
  phone.list.set('wine', 'none')
  laptop.ready.setState(true, true)
  phone.ready.setState(true, true)
  await settled(server, laptop.list, phone.list)
  expect(says(laptop.list)).toEqual([['bread', 'rye'], ['soup', 'tomato'], ['wine', 'none']])
  expect([...laptop.lost, ...phone.lost]).toEqual(['soup: leek'])
})

test('of two devices that decide on the same thing, one decides on what the other has done', async () => {
  const server = openServer()
  const key = await backupKey(1)
  const [laptop, phone] = [await device(server, { key }), await device(server, { key })]
  laptop.list.set('message', 'waits')
  await settled(server, laptop.list, phone.list)
  const claim = (by: string) => (now: string | undefined) => (now === 'waits' ? { to: by } : ('leave' as const))
  const claims = await Promise.all([laptop.list.decide('message', claim('laptop')), phone.list.decide('message', claim('phone'))])
  expect(claims.toSorted()).toEqual([false, true])
  await settled(server, laptop.list, phone.list)
  expect(says(laptop.list)).toEqual([['message', claims[0] ? 'laptop' : 'phone']])
})

test('what was changed in a tunnel goes out after a reload, and a page without the server has what was there', async () => {
  const server = openServer()
  const key = await backupKey(1)
  const shelf = openShelf()
  const tunnel = await device(server, { key, shelf, isReady: false })
  tunnel.list.set('soup', 'leek')
  await tunnel.list.flush()
  tunnel.end()
  expect(server.kept.size).toBe(0)
  const again = await device(server, { key, shelf })
  expect(says(again.list)).toEqual([['soup', 'leek']])
  const phone = await device(server, { key })
  await settled(server, again.list, phone.list)
  expect(says(phone.list)).toEqual([['soup', 'leek']])
})

test('where the backup was replaced, who still has the words seals them anew, and what others wrote meanwhile stays', async () => {
  const server = openServer()
  const [old, fresh] = [await backupKey(1), await backupKey(2)]
  const laptop = await device(server, { key: old })
  laptop.list.set('soup', 'leek')
  await expect.poll(() => server.kept.get('notes')?.key).toBe(old.id)
  laptop.ready.setState(false, true)
  // A new telephone has the new key alone: it cannot read what is there, and keeps something of its own.
  const phone = await device(server, { key: fresh })
  expect(says(phone.list)).toEqual([])
  phone.list.set('wine', 'none')
  await expect.poll(() => server.kept.get('notes')?.key).toBe(fresh.id)
  server.tell()
  laptop.keys.setState(fresh, true)
  laptop.ready.setState(true, true)
  await expect.poll(() => { server.tell(); return says(phone.list) }).toEqual([['soup', 'leek'], ['wine', 'none']])
  expect(says(laptop.list)).toEqual([['soup', 'leek'], ['wine', 'none']])
})

test('a server that brings back an older list takes nothing away', async () => {
  const server = openServer()
  const key = await backupKey(1)
  const laptop = await device(server, { key })
  laptop.list.set('soup', 'leek')
  await expect.poll(() => server.kept.get('notes')?.version).toBe(1)
  const older = server.kept.get('notes')
  laptop.list.set('bread', 'rye')
  await expect.poll(() => server.kept.get('notes')?.version).toBe(2)
  if (older !== undefined) server.kept.set('notes', older)
  server.tell()
  expect(says(laptop.list)).toEqual([['bread', 'rye'], ['soup', 'leek']])
  laptop.list.set('wine', 'none')
  await expect.poll(() => server.kept.get('notes')?.version).toBe(2)
  const phone = await device(server, { key })
  await settled(server, laptop.list, phone.list)
  expect(says(phone.list)).toEqual([['bread', 'rye'], ['soup', 'leek'], ['wine', 'none']])
  // The same list under another number is no list.
  const now = server.kept.get('notes')
  expect(now === undefined ? 'none' : await openItems(key, { userId: ALICE, name: 'notes' }, { ...now, version: 9 })).toBeUndefined()
  expect(now === undefined ? 'none' : await openItems(key, { userId: ALICE, name: 'drafts' }, now)).toBeUndefined()
})

test('there is no room for more than the bound; what is done makes room', async () => {
  const server = openServer()
  const key = await backupKey(1)
  const { list } = await device(server, { key, bytesMax: 400 })
  expect(list.set('one', 'x'.repeat(150))).toBe(true)
  expect(list.set('two', 'y'.repeat(150))).toBe(true)
  expect(list.set('three', 'z'.repeat(150))).toBe(false)
  expect(says(list).map(([id]) => id)).toEqual(['one', 'two'])
  expect(list.set('one', 'done')).toBe(true)
  expect(list.set('three', 'z'.repeat(150))).toBe(true)
})

test('what the server says that is no envelope is nothing', () => {
  const whole = { version: 1, key: 'a', iv: 'b', sealed: 'c' }
  expect(parseEnvelope(whole)).toEqual(whole)
  for (const wrong of [null, [], 'text', { ...whole, version: 0 }, { ...whole, version: '1' }, { ...whole, key: 1 }, { ...whole, iv: null }, { ...whole, sealed: 'x'.repeat(70_000) }]) expect(parseEnvelope(wrong)).toBeUndefined()
})
