// What one session leaves in a browser, and what the next one finds of it.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ACCOUNT_STORES, DEVICE_STORES, forgetOthers, openedIn } from '../../src/session/kept/apart.ts'

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
  const open = (deviceId: string, userId: string) => forgetOthers(openedIn(storage), { deviceId, userId }, (store) => Promise.resolve(void forgotten.push(store)))
  return { values, forgotten, open }
}

test('Alice comes back on a new device in the same browser: keys and rooms of the old one go, what she wrote stays', async () => {
  const { values, forgotten, open } = browser({ 'chappe.user.OLD': '@alice:localhost', 'chappe.theme': 'dark' })
  await open('NEW', '@alice:localhost')
  expect(forgotten).toEqual([...DEVICE_STORES])
  expect([...values.keys()]).toEqual(['chappe.theme'])
})

test('somebody else signs in there: nothing of Alice is left', async () => {
  const { forgotten, open } = browser({ 'chappe.user.OLD': '@alice:localhost' })
  await open('NEW', '@bob:localhost')
  expect(forgotten).toEqual([...DEVICE_STORES, ...ACCOUNT_STORES])
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
