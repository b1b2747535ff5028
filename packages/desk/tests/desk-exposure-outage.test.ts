// Mallory reads while the database takes no rows of the ledger: a report that is made meanwhile does not say that the record is
// whole, and one that is made afterwards says what she was shown.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Person, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { personWith } from './_desk.ts'
import { contain, entryOf, madeReport, order, readReport } from './_exposure.ts'

let dataDir: string
let chappe: TestServer<Server>
let sam: Person
let alice: Person
let mallory: Person
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'chappe-outage-'))
  chappe = await startTestServer(buildServer, { dataDir, ledger: { keepMonths: 12, witnesses: [], spoolBytesMax: 100_000 } })
  sam = await personWith(chappe, 'sam', 'security_officer')
  ;[alice, mallory] = [await chappe.person('alice'), await chappe.person('mallory')]
}, 60_000)
afterAll(async () => {
  await chappe[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

test('what waits outside of the ledger is a gap of the report, until it is in it', { timeout: 90_000 }, async () => {
  const roomId = await alice.createRoom({ preset: 'public_chat' })
  await mallory.join(roomId)
  await mallory.sync()
  await chappe.database.query(`CREATE FUNCTION refuse_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$`)
  // What is shown, and not what is done: acts have blocks of their own, and are waited for by the report.
  await chappe.database.query(`CREATE TRIGGER refuse_rows BEFORE INSERT ON ledger_block FOR EACH ROW
    WHEN (position(convert_to('desk:', 'UTF8') IN NEW.body) = 0) EXECUTE FUNCTION refuse_rows()`)
  await alice.say(roomId, 'the plan')
  await mallory.syncOn()
  const { ledger } = chappe.server.homeserver.ports
  expect(await ledger.spooledBytes()).toBeGreaterThan(0)
  const caseId = await contain(sam, mallory)
  const subject = { kind: 'account', user_id: mallory.userId }
  const during = await order(sam, subject, { case_id: caseId })
  await chappe.server.desk.settleReports()
  await chappe.database.query('DROP TRIGGER refuse_rows ON ledger_block')
  await vi.waitFor(async () => expect(await ledger.spooledBytes()).toBe(0), { timeout: 60_000, interval: 50 })
  const early = await madeReport(sam, during.report_id)
  expect(early.findings.ledger).toMatchObject({ is_whole: false, gaps: [{ why: expect.stringContaining('wait outside') }] })
  const late = await readReport(sam, (await order(sam, subject, { case_id: caseId })).report_id)
  expect(late.findings.ledger.is_whole).toBe(true)
  const shown = (report: { totals: { events: number } }): number => report.totals.events
  expect(shown(late)).toBe(shown(early) + 1)
  expect(entryOf(late.rooms, 'room_id', roomId).events.unknown).toBe(0)
})
