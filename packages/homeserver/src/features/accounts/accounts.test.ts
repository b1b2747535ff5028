// What other features hear of accounts and devices.
import { randomBytes } from 'node:crypto'
import { policyOf } from '@chappe/policy'
import { createTestClock, freshDatabase } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { NO_APPSERVICES } from '../../appservice-names.ts'
import { migrate } from '../../db/migrator.ts'
import { openDatabase } from '../../db/pool.ts'
import { createRateLimits } from '../../http/rate-limits.ts'
import { createAccounts } from './accounts.ts'
import { createSessions } from './sessions.ts'

vi.setConfig({ testTimeout: 30_000 })

test("listeners hear of Alice's account and of each of her devices, once it is so", async () => {
  await using database = await freshDatabase()
  await migrate(database.url)
  const { db, close } = openDatabase(database.url)
  const clock = createTestClock()
  const sessions = createSessions({ db, clock, tellOthers: async () => [], hintOthers: () => undefined })
  const accounts = createAccounts({
    db,
    clock,
    random: { bytes: (count) => randomBytes(count), text: (count) => randomBytes(count).toString('base64url').slice(0, count) },
    sessions,
    rateLimits: createRateLimits(clock, false),
    settings: { serverName: 'test', publicUrl: 'http://localhost:8008', policy: policyOf('matrix'), appservices: NO_APPSERVICES },
  })
  const heard: string[] = []
  accounts.onAccountCreated(async (userId) => void heard.push(`${userId} created`))
  accounts.onDeviceChange(async (_userId, { deviceId }, change) => void heard.push(`${deviceId} ${change}`))
  accounts.onAccountClosed(async (_userId, { erase }) => void heard.push(`closed, erase ${erase}`))

  const auth = { type: 'm.login.password', identifier: { type: 'm.id.user', user: 'alice' }, password: 'secret' }
  const { signedIn } = await accounts.register({ username: 'alice', password: 'secret', deviceId: 'A' }, { type: 'm.login.dummy' })
  await accounts.loginWithPassword('alice', 'secret', { deviceId: 'B' })
  await accounts.loginWithPassword('alice', 'secret', { deviceId: 'B' })
  await accounts.loginWithPassword('alice', 'secret', { deviceId: 'C' })
  const caller = await sessions.authenticate(signedIn?.accessToken ?? '')
  await accounts.renameDevice(caller, 'B', 'Tablet')
  await accounts.deleteDevice(caller, 'B', auth)
  await accounts.deleteDevice(caller, 'NONE', auth)
  await accounts.changePassword(caller, { password: 'other', logoutDevices: true }, auth)
  await accounts.deactivate(caller, { erase: true }, { ...auth, password: 'other' })
  expect(heard).toEqual([
    '@alice:test created',
    'A added',
    'B added',
    'C added',
    'B renamed',
    'B removed',
    'C removed',
    'A removed',
    'closed, erase true',
  ])
  await close()
})
