// What one session leaves in a browser, and what the next one finds of it.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ACCOUNT_STORES, DEVICE_STORES, devicesBefore, forgetOthers, openedIn } from '../../src/session/kept/apart.ts'

function browser(kept: Record<string, string>) {
  const values = new Map(Object.entries(kept))
  const storage: Storage = {
    get length() {
      return values.size
    },
    key: (at) => [...values.keys()][at] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear(),
  }
  const forgotten: string[] = []
  const forget = (store: string): Promise<void> => Promise.resolve(void forgotten.push(store))
  const opened = openedIn(storage)
  return {
    values,
    forgotten,
    opened,
    async open(deviceId: string, userId: string) {
      await forgetOthers(opened, { deviceId, userId }, forget)
      opened.keep(deviceId, userId)
    },
    before: (deviceId: string, userId: string) => devicesBefore(opened, { deviceId, userId }, forget),
  }
}

const keysIn = (name: string): string[] => [`${name}::matrix-sdk-crypto`, `${name}::matrix-sdk-crypto-meta`]

test('Alice comes back on a new device in the same browser: what the old one saw goes, its keys wait for her, what she wrote stays', async () => {
  const { values, forgotten, opened, open, before } = browser({ 'chappe.theme': 'dark' })
  await open('OLD', '@alice:localhost')
  await open('NEW', '@alice:localhost')
  expect(forgotten).toEqual([...DEVICE_STORES])
  expect(opened.keyStoreOf('NEW')).not.toBe(opened.keyStoreOf('OLD'))
  const devices = before('NEW', '@alice:localhost')
  expect(devices.list()).toEqual([{ deviceId: 'OLD', keyStore: 'chappe-web-crypto-OLD' }])
  for (const device of devices.list()) await devices.forget(device)
  expect(forgotten).toEqual([...DEVICE_STORES, ...keysIn('chappe-web-crypto-OLD')])
  expect(devices.list()).toEqual([])
  expect([...values.keys()].filter((key) => key.includes('OLD'))).toEqual([])
})

test('a device of before there was more than one store keeps its keys where they are, and the next one takes them from there', async () => {
  const { opened, open, before } = browser({ 'chappe.user.OLD': '@alice:localhost' })
  expect(opened.keyStoreOf('OLD')).toBe('chappe-web-crypto')
  await open('NEW', '@alice:localhost')
  expect(before('NEW', '@alice:localhost').list()).toEqual([{ deviceId: 'OLD', keyStore: 'chappe-web-crypto' }])
  expect(before('OLD', '@alice:localhost').list()).toEqual([{ deviceId: 'NEW', keyStore: 'chappe-web-crypto-NEW' }])
})

test('somebody else signs in there: nothing of Alice is left, whatever of her devices waited to be taken over', async () => {
  const { forgotten, open, before } = browser({ 'chappe.user.OLDER': '@alice:localhost' })
  await open('OLD', '@alice:localhost')
  await open('NEW', '@bob:localhost')
  expect(forgotten).toEqual([...DEVICE_STORES, ...DEVICE_STORES, ...ACCOUNT_STORES, ...keysIn('chappe-web-crypto'), ...keysIn('chappe-web-crypto-OLD')])
  expect(before('NEW', '@bob:localhost').list()).toEqual([])
})

test('a device of somebody else is none to take keys from', async () => {
  const { open, before } = browser({ 'chappe.user.OLD': '@alice:localhost' })
  await open('NEW', '@alice:localhost')
  expect(before('OTHER', '@bob:localhost').list()).toEqual([])
})

test('in a browser that nobody has used nothing has to go', async () => {
  const { forgotten, open } = browser({ 'chappe.language': 'fr' })
  await open('NEW', '@alice:localhost')
  expect(forgotten).toEqual([])
})

test('every store of the messenger is of a device or of an account', () => {
  const root = fileURLToPath(new URL('../../src', import.meta.url))
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !/\.test\./.test(path) && !path.endsWith('apart.ts'))
  const named = new Set(sources.flatMap((path) => [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/'(chappe-web-[\w-]+)'/g)].map(([, name]) => name)))
  const known = [...DEVICE_STORES, ...ACCOUNT_STORES]
  expect(named.size).toBeGreaterThan(10)
  expect([...named].filter((name) => !known.some((store) => store === name || store === `matrix-js-sdk:${name}` || store.startsWith(`${name}::`)))).toEqual([])
})
