// A report at the size of the breach of June 2026, with its times: 876 open rooms, 643,459 messages, 73,467 people,
// 59,386 files, 70,000 rows; and everybody in it queued to be told. A hundredth of it where nothing else is said; all of it takes minutes:
//
//   EXPOSURE_SIZE=1 npm test -- packages/desk/tests/exposure-size.test.ts
//
// Then a desk of years is made around it, and each of its questions timed.
// EXPOSURE_TELL_S=60 also lets them be told for a minute, in the messenger and by mail, and says how many that were.
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { LedgerRow } from '@chappe/ledger'
import { checkArchive, parseVerifier } from '@chappe/ledger'
import type { Person, TestServer } from '@chappe/testkit'
import { startMailServer, startTestServer } from '@chappe/testkit'
import { expect, test, vi } from 'vitest'
import { of, personWith, REASON, V1 } from './_desk.ts'
import { fillDesk, haveEverybodyTold, timePages } from './_desk-size.ts'
import { contain, madeReport, numberOf, order } from './_exposure.ts'
import { platform } from './_platform.ts'

const SIZE = Number(process.env['EXPOSURE_SIZE'] ?? 0.01)
const ROOMS = Math.round(876 * SIZE)
const MESSAGES = Math.round(643_459 * SIZE)
const PEOPLE = Math.round(73_467 * SIZE)
const FILES = Math.round(59_386 * SIZE)
/** Accounts, each in a few of the rooms; and open rooms that nobody of them read: what could have been read goes through all. */
const ACCOUNTS = Math.round(825_000 * SIZE)
const UNREAD = Math.round(5000 * SIZE)
/** So long they are told, after all are queued. */
const TELL_S = Number(process.env['EXPOSURE_TELL_S'] ?? 2)
const SAID = 20
const PAGE = 100
const FIRST = 1_000_000

test('a report on everything that was taken', { timeout: 1_800_000 }, async () => {
  await using mails = await startMailServer()
  await using chappe = await startTestServer(buildServer, { mailUrl: mails.url })
  const sam = await personWith(chappe, 'sam', 'security_officer', 'operator')
  const sue = await personWith(chappe, 'sue', 'security_officer')
  const mallory = await chappe.person('mallory')
  await fill(chappe)
  const { toMs, perRow } = await record(chappe, await numberOf(chappe, mallory))
  const caseId = await contain(sam, mallory)
  const startedAt = performance.now()
  const usedBefore = process.cpuUsage()
  const { report_id: reportId } = await order(sam, { kind: 'account', user_id: mallory.userId }, { case_id: caseId, to_ms: toMs })
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100)
  const report = await madeReport(sam, reportId, 1_200_000)
  clearInterval(watch)
  const used = process.cpuUsage(usedBefore)
  const madeCpuS = (used.user + used.system) / 1e6
  const madeS = (performance.now() - startedAt) / 1000
  const archive = (await sam.get(`${V1}/exposure_reports/${reportId}/archive`)).bytes
  const verifiedFrom = performance.now()
  checkArchive(platform, archive, { ledger: parseVerifier(platform, (await chappe.server.homeserver.ports.provenLedger.standing()).key), witnesses: [], witnessesMin: 0 })
  const verifiedS = (performance.now() - verifiedFrom) / 1000
  const pageFrom = performance.now()
  expect((await sam.get(`${V1}/exposure_reports/${reportId}/people?from=${Math.round(PEOPLE / 2)}&limit=200`)).status).toBe(200)
  const pageMs = performance.now() - pageFrom
  const told = await queueAll(chappe, { sam, sue, reportId })
  console.log(JSON.stringify({ ...told, ...perRow, madeS, madeCpuS, archiveMb: archive.length / 1e6, verifiedS, pageMs, rssMb: most / 1e6, rssBeforeMb: before / 1e6, totals: report.totals }))
  await haveEverybodyTold(chappe)
  await fillDesk(chappe, await numberOf(chappe, sam), SIZE)
  const pages = await pagesOf({ sam, sue }, { mallory, reportId, caseId })
  console.log(JSON.stringify({ pages }))
  const notices = (await sam.get(`${V1}/exposure_reports/${reportId}/notices`)).body
  expect([notices.sent, notices.read]).toEqual([report.totals.people, Math.floor(report.totals.people / 2)])
  expect(Object.keys(pages).length).toBeGreaterThan(25)
  expect(report.totals).toMatchObject({ rooms_reachable: UNREAD, events_reachable: UNREAD * SAID, people_reachable: ACCOUNTS, rooms: ROOMS, events: MESSAGES, files: FILES, people: Math.min(PEOPLE, MESSAGES) })
  expect(told).toMatchObject({ queued: report.totals.people, queuedMails: report.totals.people })
})

/** Every page of the desk, the long lists of it in their middle and at their end too. */
async function pagesOf({ sam, sue }: { sam: Person; sue: Person }, { mallory, reportId, caseId }: { mallory: Person; reportId: number; caseId: number }): Promise<Awaited<ReturnType<typeof timePages>>> {
  const ask = async (path: string, body: object): Promise<number> => {
    const asked = await sam.post(`${V1}/${path}`, { ...REASON, case_id: caseId, ...body })
    expect((await sue.post(`${V1}/requests/${asked.body.request_id}/approve`, REASON)).status).toBe(200)
    return asked.body.request_id
  }
  const leak = await ask('attributions', { events: [`$e${ROOMS + 1}`] })
  const search = await ask('ledger_searches', { kind: 'account', value: mallory.userId })
  const { check_id: checkId } = (await sam.post(`${V1}/exposure_reports/${reportId}/claims`, { text: '876 rooms, 643,459 messages, 13.51 GB' })).body
  await vi.waitFor(async () => expect((await sam.get(`${V1}/evidence/${search}/search`)).body.state).toBe('done'), { timeout: 600_000, interval: 500 })
  await vi.waitFor(async () => expect((await sam.get(`${V1}/attributions/${leak}`)).body.state).toBe('done'), { timeout: 600_000, interval: 500 })
  const ofReport = `${V1}/exposure_reports/${reportId}`
  return timePages({ sam }, { caseId, reportId, userId: mallory.userId, 'evidence.requestId': search, 'attributions.requestId': leak, announcementId: Math.max(3, Math.round(200 * SIZE)), checkId, organisationId: 'body-1' }, [
    ...['rooms', 'people', 'files'].map((list) => `${ofReport}/${list}?from=${Math.round(PEOPLE / 2)}&limit=200`),
    `${ofReport}/people?class=delivered&limit=200`, `${ofReport}/notices?limit=200`, `${ofReport}/notices?state=failed`, `${ofReport}/notices?from=${PEOPLE - 300}&limit=200`,
    `${V1}/accounts?search=Person%20700`, `${V1}/accounts?search=p70`, `${V1}/accounts?state=contained`, `${V1}/audit?target=${encodeURIComponent('@p77:chappe.test')}`, `${V1}/alerts?state=done`, `${V1}/reports?state=done`,
    `${of(mallory)}`, `${V1}/exports?user_id=${encodeURIComponent('@p1:chappe.test')}`, `${V1}/evidence/${search}/rows?limit=200&from=50000`,
  ])
}

/** The country: people, rooms, what was said, files. The server starts anew, as it looks at the end of the stream when it does. */
async function fill(chappe: TestServer<Server>): Promise<void> {
  const { query } = chappe.database
  // Whom a search finds is indexed as they come; here that would go on beside all that is measured.
  const quietly = (text: string): Promise<unknown> => query(`SET session_replication_role = replica; ${text}; SET session_replication_role = DEFAULT`)
  await quietly(`INSERT INTO account (user_id, created_at_ms) SELECT '@p' || n || ':chappe.test', 0 FROM generate_series(1, ${ACCOUNTS}) n`)
  await quietly(`INSERT INTO profile (user_id, displayname) SELECT '@p' || n || ':chappe.test', 'Person ' || n FROM generate_series(1, ${PEOPLE}) n`)
  await query(`INSERT INTO account_address (address, user_nid, verified_at_ms) SELECT 'p' || n || '@interior.example', a.user_nid, 0 FROM generate_series(1, ${PEOPLE}) n JOIN account a ON a.user_id = '@p' || n || ':chappe.test'`)
  await query(`INSERT INTO room (room_id, version, created_at_ms) SELECT '!breach' || n || ':chappe.test', '11', 0 FROM generate_series(1, $1) n`, [ROOMS])
  // Position FIRST + n is of room n modulo the number of rooms; the first in each room says that it is open.
  await query(
    `INSERT INTO event (room_nid, position, event_id, type, state_key, sender, notify_ordinal, pdu)
     SELECT r.room_nid, ${FIRST} + n, '$e' || n, CASE WHEN n < $1 THEN 'm.room.join_rules' ELSE 'm.room.message' END, CASE WHEN n < $1 THEN '' END,
       '@p' || (n % $3 + 1) || ':chappe.test', 0,
       convert_to(CASE WHEN n < $1 THEN '{"content":{"join_rule":"public"},"origin_server_ts":1}'
         ELSE '{"content":{"body":"' || repeat('word ', 20) || '","msgtype":"m.text"},"origin_server_ts":1}' END, 'UTF8')
     FROM generate_series(0, $2 - 1) n JOIN (SELECT room_nid, row_number() OVER (ORDER BY room_nid) - 1 AS k FROM room WHERE room_id LIKE '!breach%') r ON r.k = n % $1`,
    [ROOMS, MESSAGES, PEOPLE],
  )
  await query(`INSERT INTO room (room_id, version, created_at_ms) SELECT '!unread' || n || ':chappe.test', '11', 0 FROM generate_series(1, $1) n`, [UNREAD])
  await query(
    `INSERT INTO event (room_nid, position, event_id, type, state_key, sender, notify_ordinal, pdu)
     SELECT r.room_nid, ${FIRST} + $1 + r.k * ${SAID} + n, '$u' || r.k || '-' || n, CASE WHEN n = 0 THEN 'm.room.join_rules' ELSE 'm.room.message' END, CASE WHEN n = 0 THEN '' END, '@p1:chappe.test', 0,
       convert_to('{"content":{"join_rule":"public"},"origin_server_ts":1}', 'UTF8')
     FROM generate_series(0, ${SAID - 1}) n CROSS JOIN (SELECT room_nid, row_number() OVER (ORDER BY room_nid) - 1 AS k FROM room WHERE room_id LIKE '!unread%') r`,
    [MESSAGES],
  )
  await quietly(`INSERT INTO membership (user_id, room_nid, membership, position, joined_position, joined_ordinal)
    SELECT '@p' || n || ':chappe.test', r.room_nid, 'join', 1, 1, 0 FROM generate_series(1, ${ACCOUNTS}) n CROSS JOIN generate_series(0, 1) m
    JOIN (SELECT room_nid, row_number() OVER (ORDER BY room_nid) - 1 AS k FROM room WHERE room_id LIKE '!breach%') r ON r.k = (n + m * 7) % ${ROOMS}`)
  await query(`INSERT INTO state_interval (room_nid, type, state_key, from_position, event_id) SELECT room_nid, type, '', position, event_id FROM event WHERE position >= ${FIRST} AND type = 'm.room.join_rules'`)
  await query(`INSERT INTO media (media_id, user_id, created_at_ms, byte_length, content_hash, file_name) SELECT 'f' || n, '@p1:chappe.test', 0, 227515, sha256(('f' || n)::bytea), 'file ' || n FROM generate_series(0, $1 - 1) n`, [FILES])
  await query(`INSERT INTO media_acl (media_id, room_nid, position) SELECT 'f' || n, e.room_nid, e.position FROM generate_series(0, $1 - 1) n JOIN event e ON e.event_id = '$e' || (n + $2)`, [FILES, ROOMS])
  await query('ANALYZE')
  await query('UPDATE writer SET event_position = $1', [FIRST + MESSAGES + UNREAD * SAID])
  await chappe.restart()
}

/** The rows of somebody who reads all of it; gives back the last moment of them, and how large they are. */
async function record(chappe: TestServer<Server>, account: number): Promise<{ toMs: number; perRow: object }> {
  const { query } = chappe.database
  const nids = new Map((await query(`SELECT room_nid, row_number() OVER (ORDER BY room_nid) - 1 AS k FROM room WHERE room_id LIKE '!breach%'`)).map((row) => [Number(row['k']), Number(row['room_nid'])]))
  const { ledger, provenLedger } = chappe.server.homeserver.ports
  const base: LedgerRow = { at: chappe.clock.now(), operation: 'getMessages', kind: 'events', account, device: 1, room: 0, from: 0, to: 0, count: 0, bytes: 0, subject: '', address: '192.0.2.1' }
  let rows: LedgerRow[] = []
  let written = 0
  const write = async (row: LedgerRow): Promise<void> => {
    rows.push(row)
    written += 1
    if (rows.length < 50) return
    await ledger.append(rows)
    rows = []
  }
  for (let k = 0; k < ROOMS; k += 1) {
    const positions: number[] = []
    for (let n = k; n < MESSAGES; n += ROOMS) positions.push(FIRST + n)
    for (let at = 0; at < positions.length; at += PAGE) {
      const page = positions.slice(at, at + PAGE)
      const steps = page.slice(1, -1).map((position, index) => position - (page[index] ?? 0))
      await write({ ...base, at: base.at + written, room: nids.get(k) ?? 0, from: page[0] ?? 0, to: page.at(-1) ?? 0, count: page.length, bytes: page.length * 300, ...(steps.length === 0 ? {} : { steps }) })
    }
  }
  for (let n = 0; n < FILES; n += 1) {
    const position = FIRST + n + ROOMS
    await write({ ...base, at: base.at + written, operation: 'getContentAuthed', kind: 'media', room: nids.get((n + ROOMS) % ROOMS) ?? 0, from: position, to: position, count: 1, bytes: 227_515, subject: `f${n}` })
  }
  await ledger.append(rows)
  const [stored] = await query('SELECT sum(octet_length(body))::float8 / sum(row_count) AS per_row, sum(row_count)::int AS n FROM ledger_block')
  await provenLedger.sign()
  return { toMs: base.at + written, perRow: { rows: stored?.['n'], bytesPerRow: stored?.['per_row'] } }
}

/** Has everybody queued to be told, and some told; gives back how long that takes, how much of the machine, and how many they are. */
async function queueAll(chappe: TestServer<Server>, { sam, sue, reportId }: { sam: Person; sue: Person; reportId: number }): Promise<{ queued: unknown; [figure: string]: unknown }> {
  const { query } = chappe.database
  const words = { consequences: { fr: 'Méfiez-vous.', en: 'Beware.' }, measures: { fr: 'Le compte est bloqué.', en: 'The account is contained.' }, contact: 'Delphine' }
  const asked = await sam.post(`${V1}/exposure_reports/${reportId}/notices`, { ...REASON, ...words })
  const pagesFrom = performance.now()
  expect((await sam.get(`${V1}/exposure_reports/${reportId}/notices`)).body.affected).toBeGreaterThan(0)
  const askedPageMs = performance.now() - pagesFrom
  let mostRss = 0
  const watch = setInterval(() => (mostRss = Math.max(mostRss, process.memoryUsage().rss)), 50)
  const queuedFrom = performance.now()
  const queuedCpuFrom = process.cpuUsage()
  expect((await sue.post(`${V1}/requests/${asked.body.request_id}/approve`, REASON)).status).toBe(200)
  const batch = async (): Promise<unknown> => (await query('SELECT state FROM notice_batch'))[0]?.['state']
  await vi.waitFor(async () => expect(['sending', 'done']).toContain(await batch()), { timeout: 1_200_000, interval: 50 })
  const queuedS = (performance.now() - queuedFrom) / 1000
  const queuedUsed = process.cpuUsage(queuedCpuFrom)
  clearInterval(watch)
  const sums = async () => (await query(`SELECT count(*)::int AS n, count(*) FILTER (WHERE mail = 'waiting')::int AS mail, count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE mail = 'queued')::int AS mailed,
    pg_total_relation_size('exposure_notice')::float8 / 1e6 AS mb FROM exposure_notice`))[0] ?? {}
  const first = await sums()
  const cpuFrom = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, TELL_S * 1000))
  const used = process.cpuUsage(cpuFrom)
  const then = await sums()
  const pageFrom = performance.now()
  expect((await sam.get(`${V1}/exposure_reports/${reportId}/notices?limit=200`)).status).toBe(200)
  return {
    queuedS, queuedCpuS: (queuedUsed.user + queuedUsed.system) / 1e6, queuedRssMb: mostRss / 1e6, queued: first['n'], queuedMails: Number(first['mail']) + Number(first['mailed']), queuedTableMb: first['mb'], askedPageMs, noticesPageMs: performance.now() - pageFrom,
    toldPerS: (Number(then['sent']) - Number(first['sent'])) / TELL_S, mailedPerS: (Number(then['mailed']) - Number(first['mailed'])) / TELL_S, tellCpuS: (used.user + used.system) / 1e6,
  }
}
