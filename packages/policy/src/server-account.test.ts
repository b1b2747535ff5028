import { expect, test } from 'vitest'
import { isOwnServer, serverUserIdOf } from './server-account.ts'

test('the server is known by its account on the own server, and by nothing that looks like it', () => {
  const alice = '@alice:chappe.test:8448'
  expect(isOwnServer(serverUserIdOf('chappe.test:8448'), alice)).toBe(true)
  for (const other of ['@server-notices:evil.test', '@server-notices:chappe.test', '@server-notices2:chappe.test:8448', '@alice:chappe.test:8448', 'server-notices', '']) expect(isOwnServer(other, alice)).toBe(false)
  expect(isOwnServer('@server-notices:', '')).toBe(false)
})
