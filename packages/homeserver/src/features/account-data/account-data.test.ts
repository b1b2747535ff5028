// What a sync learns of account data: exactly what changed in its range.
import { migrate } from '../../db/migrator.ts'
import type { Database } from '../../db/pool.ts'
import { openDatabase } from '../../db/pool.ts'
import type { Changes } from '../../streams/changes.ts'
import { openChanges } from '../../streams/changes.ts'
import { createLiveUsers } from '../../streams/live-users.ts'
import type { Push } from '../push/push.ts'
import { createPush } from '../push/push.ts'
import type { AccountData } from './account-data.ts'
import { createAccountData } from './account-data.ts'
import { freshDatabase } from '@chappe/testkit'
import type { TestDatabase } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ALICE = '@alice:chappe.test'
const BOB = '@bob:chappe.test'
const NO_BROWSERS = { isOwnGateway: () => false, assertSubscription: () => undefined }
const live = createLiveUsers()
let test_: TestDatabase
let database: Database
let changes: Changes
let push: Push
let accountData: AccountData
beforeAll(async () => {
  test_ = await freshDatabase()
  await migrate(test_.url)
  database = openDatabase(test_.url)
  changes = await openChanges({ reserve: async (atLeast) => atLeast }, live)
  push = createPush({ db: database.db, changes, clock: { now: () => 0 }, settings: { plainGateways: false, anyGateway: true, gateways: [] }, browsers: NO_BROWSERS })
  const rooms = { findRoomNid: async () => 7 }
  accountData = createAccountData({ db: database.db, changes, rooms, virtual: [push.accountData] })
})
afterAll(async () => {
  await database.close()
  await test_[Symbol.asyncDispose]()
})

test('Alice\'s first sync has everything, the next ones what has changed since, Bob\'s nothing of it', async () => {
  await accountData.set(ALICE, 0, { type: 'm.direct', content: '{"a":1}' })
  await accountData.set(ALICE, 7, { type: 'm.fully_read', content: '{"event_id":"$1"}' })
  const first = changes.current()
  const all = await accountData.changesFor({ userId: ALICE, from: 0, to: first })
  expect(all.global.map((entry) => entry.type)).toEqual(['m.push_rules', 'm.direct'])
  expect(all.rooms).toEqual(new Map([[7, [{ type: 'm.fully_read', content: '{"event_id":"$1"}' }]]]))

  expect(await accountData.changesFor({ userId: ALICE, from: first, to: first })).toEqual({ global: [], rooms: new Map() })
  await accountData.set(ALICE, 0, { type: 'm.direct', content: '{"a":2}' })
  const second = changes.current()
  expect(await accountData.changesFor({ userId: ALICE, from: first, to: second })).toEqual({
    global: [{ type: 'm.direct', content: '{"a":2}' }],
    rooms: new Map(),
  })
  expect(await accountData.changesFor({ userId: BOB, from: first, to: second })).toEqual({ global: [], rooms: new Map() })
})

test('a change of push rules reaches Alice\'s devices as m.push_rules, and wakes them', async () => {
  const user = live.open(ALICE, 0)
  let woken = false
  user.waiters.add(() => {
    woken = true
  })
  const before = changes.current()
  await push.setEnabled(ALICE, { kind: 'override', ruleId: '.m.rule.master' }, true)
  const after = changes.current()
  const { global } = await accountData.changesFor({ userId: ALICE, from: before, to: after })
  expect(global).toHaveLength(1)
  expect(JSON.parse(global[0]?.content ?? '').global.override[0]).toMatchObject({ rule_id: '.m.rule.master', enabled: true })
  expect((await accountData.changesFor({ userId: ALICE, from: after, to: after })).global).toEqual([])
  await new Promise((resolve) => setImmediate(resolve))
  expect(woken).toBe(true)
})

test('own rules are at hand once a room is loaded, and whoever is plain has none', async () => {
  await push.putRule(BOB, { kind: 'content', ruleId: 'cake' }, { body: { pattern: 'cake', actions: ['notify'] }, place: {} })
  const insert = 'INSERT INTO membership (user_id, room_nid, membership, position, joined_position, joined_ordinal) VALUES ($1, $2, $3, 1, 1, 1)'
  await test_.query(insert, [BOB, 7, 'join'])
  await test_.query(insert, [ALICE, 8, 'leave'])
  const fresh = createPush({ db: database.db, changes, clock: { now: () => 0 }, settings: { plainGateways: false, anyGateway: true, gateways: [] }, browsers: NO_BROWSERS })
  expect(fresh.ownRules(BOB)).toBeUndefined()
  await Promise.all([fresh.ensureLoaded(7), fresh.ensureLoaded(7), fresh.ensureLoaded(8)])
  expect(fresh.ownRules(BOB)?.content.map((rule) => rule.rule_id)).toEqual(['cake'])
  expect(fresh.ownRules(ALICE)).toBeUndefined()
  expect(await fresh.listRuleMembers([7, 8])).toEqual([{ roomNid: 7, userId: BOB }])
  await fresh.ensureUserLoaded(ALICE)
  expect(fresh.ownRules(ALICE)?.override[0]?.enabled).toBe(true)

  const told: string[] = []
  fresh.onRulesChange((userId) => told.push(userId))
  await fresh.deleteRule(BOB, { kind: 'content', ruleId: 'cake' })
  expect(fresh.ownRules(BOB)).toBeUndefined()
  expect(told).toEqual([BOB])
})
