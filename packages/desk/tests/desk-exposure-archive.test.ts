// The signed archive of a report: anybody checks it without the server, and whatever is done to it is found.
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { ExposureReport, Trust, ZipEntry } from '@chappe/ledger'
import { checkArchive, LedgerFormatError, parseVerifier, readZip } from '@chappe/ledger'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { chanceOf, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { personWith, readsOf, refusal, V1 } from './_desk.ts'
import { makeReport } from '../src/features/exposure/steps/make-report.ts'
import { writeArchive } from '../src/features/exposure/steps/write-archive.ts'
import { contain, madeReport, order } from './_exposure.ts'
import { archiveOf, packed, platform } from './_platform.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let chappe: TestServer<Server>
let sam: Person
let anna: Person
let archive: Buffer
let reportId: number
let trust: Trust

const HOSTILE = '=cmd|"/C calc"!A0<script>alert(1)</script>\u202e'

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  sam = await personWith(chappe, 'sam', 'security_officer')
  anna = await personWith(chappe, 'anna', 'auditor')
  const [mallory, alice] = [await chappe.person('mallory'), await chappe.person('alice')]
  const open = await alice.createRoom({ preset: 'public_chat', name: HOSTILE })
  for (let said = 0; said < 30; said += 1) await alice.say(open, `word ${said}`)
  const { body: file } = await alice.request('POST', `/_matrix/media/v3/upload?filename=${encodeURIComponent(HOSTILE)}`, { raw: 'bytes', headers: { 'content-type': 'text/plain' } })
  await alice.send(open, 'm.room.message', { msgtype: 'm.file', body: 'f', url: file.content_uri })
  await mallory.join(open)
  await mallory.sync()
  await mallory.get(`/_matrix/client/v3/rooms/${encodeURIComponent(open)}/messages?dir=b&limit=20`)
  await mallory.get(`/_matrix/client/v1/media/download/${file.content_uri.slice('mxc://'.length)}`)
  const ofCase = { case_id: await contain(sam, mallory) }
  const subject = { kind: 'account', user_id: mallory.userId }
  const { report_id: ordered } = await order(sam, subject, ofCase)
  await madeReport(sam, ordered)
  reportId = ordered
  archive = await download(reportId)
  trust = { ledger: parseVerifier(platform, (await chappe.server.homeserver.ports.provenLedger.standing()).key), witnesses: [], witnessesMin: 0 }
})
afterAll(async () => chappe[Symbol.asyncDispose]())

async function download(made: number): Promise<Buffer> {
  const answer = await sam.get(`${V1}/exposure_reports/${made}/archive`)
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/zip', `attachment; filename="exposure-report-${made}.zip"`])
  return Buffer.from(answer.bytes)
}

const files = (): ZipEntry[] => readZip(archive)
const contentOf = (name: string): Buffer => {
  const entry = files().find((each) => each.name === name)
  if (entry === undefined) throw new Error(`no ${name}`)
  return Buffer.from(entry.isPacked ? platform.inflate(entry.packed, entry.size) : entry.packed)
}
const check = (bytes: Uint8Array) => checkArchive(platform, bytes, trust)

test('it says what the report says, with the rows that it is made from', async () => {
  const { report, rows, files: listed } = check(archive)
  const { body } = await sam.get(`${V1}/exposure_reports/${reportId}`)
  expect(report.totals.events).toBe(body.totals.events)
  expect(report.rooms.map((room) => room.name)).toContain(HOSTILE)
  expect([rows.length, listed.map(({ name }) => name)]).toEqual([body.totals.rows, expect.arrayContaining(['report.json', 'evidence.json']) as string[]])
  expect(archive.length).toBe(body.archive_bytes)
  expect(await readsOf(chappe, 'getExposureArchive')).toBeGreaterThan(0)
  expect(refusal(await anna.get(`${V1}/exposure_reports/${reportId}/archive`))).toEqual([403, 'M_FORBIDDEN'])
  expect(refusal(await sam.get(`${V1}/exposure_reports/99999/archive`))).toEqual([404, 'M_NOT_FOUND'])
})

test('the same inputs give the same bytes', async () => {
  const { ports } = chappe.server.homeserver
  const { subject, fromMs, toMs, caseId, madeAtMs } = check(archive).report
  const write = async (): Promise<Buffer> => {
    const { report, rows, head } = await makeReport(ports, { subject, fromMs, toMs, caseId, madeAtMs, isExercise: false }, { progress: async () => undefined, delivered: async () => undefined })
    const evidence = await ports.provenLedger.proveRows(rows, head)
    const parts: Uint8Array[] = []
    for await (const part of writeArchive({ report, evidence, sign: (manifest) => ports.provenLedger.signManifest(manifest) })) parts.push(part)
    return Buffer.concat(parts)
  }
  const [first, second] = [await write(), await write()]
  expect(check(first).report.totals).toEqual(check(archive).report.totals)
  expect(second.equals(first)).toBe(true)
})

test('edits, deletions, reorderings and truncations by the thousand: each is found', () => {
  const chance = chanceOf(42)
  const outcomes = new Map<string, number>()
  for (let round = 0; round < Number(process.env['EXPOSURE_TAMPERINGS'] ?? 3000); round += 1) {
    const [how, forged] = tampered(archive, chance)
    if (forged.equals(archive)) continue
    try {
      check(forged)
      throw new Error(`not found: ${how} in round ${round}`)
    } catch (error) {
      expect(error, how).toBeInstanceOf(LedgerFormatError)
    }
    outcomes.set(how, (outcomes.get(how) ?? 0) + 1)
  }
  expect(outcomes.size).toBe(5)
})

function tampered(whole: Buffer, chance: ReturnType<typeof chanceOf>): [string, Buffer] {
  const at = chance.below(whole.length)
  const length = 1 + chance.below(64)
  const until = Math.min(whole.length, at + length)
  switch (chance.below(5)) {
    case 0: {
      const edited = Buffer.from(whole)
      edited[at] = (edited[at] ?? 0) ^ (1 + chance.below(255))
      return ['edit', edited]
    }
    case 1:
      return ['deletion', Buffer.concat([whole.subarray(0, at), whole.subarray(until)])]
    case 2:
      return ['truncation', whole.subarray(0, at)]
    case 3:
      return ['insertion', Buffer.concat([whole.subarray(0, at), whole.subarray(at, until), whole.subarray(at)])]
    default: {
      const entries = readZip(whole)
      const [one, other] = [chance.below(entries.length), chance.below(entries.length)]
      return ['reordering', archiveOf(entries.map((entry, index) => (index === one ? (entries[other] ?? entry) : index === other ? (entries[one] ?? entry) : entry)))]
    }
  }
}

describe('whoever has the key of the ledger and signs another report', () => {
  const forge = (change: (report: ExposureReport) => void): Buffer => {
    const report = JSON.parse(contentOf('report.json').toString()) as ExposureReport
    change(report)
    const entries = files().slice(0, -2).map((entry) => (entry.name === 'report.json' ? packed('report.json', Buffer.from(JSON.stringify(report)), true) : entry))
    const manifest = JSON.parse(contentOf('manifest.json').toString()) as Json
    const hex = (bytes: Uint8Array) => Buffer.from(platform.sha256(bytes)).toString('hex')
    manifest.files = entries.map((entry) => ({ name: entry.name, bytes: entry.size, sha256: hex(entry.isPacked ? platform.inflate(entry.packed, entry.size) : entry.packed), packedSha256: hex(entry.packed) }))
    const text = Buffer.from(JSON.stringify(manifest))
    const note = chappe.server.homeserver.ports.provenLedger.signManifest(text)
    return archiveOf([...entries, packed('manifest.json', text, false), packed('manifest.sig', Buffer.from(note), false)])
  }

  test('the same report, signed anew, is proven', () => {
    expect(check(forge(() => undefined)).report.totals.rooms).toBeGreaterThan(0)
  })

  test.each<[string, (report: ExposureReport) => void, RegExp]>([
    ['fewer events of a room', (report) => report.rooms.forEach((room) => (room.events.delivered = Math.max(0, room.events.delivered - 1))), /how many events of/],
    ['no room', (report) => (report.rooms = []), /which rooms/],
    ['no file', (report) => (report.files = []), /which files/],
    ['no session', (report) => (report.sessions = []), /which sessions/],
    ['other bytes of a session', (report) => report.sessions.forEach((session) => (session.bytes += 1)), /what session/],
    ['another address', (report) => report.sessions.forEach((session) => (session.addresses = ['192.0.2.1'])), /what session/],
    ['another time', (report) => report.timeline.forEach((slice) => (slice.events += 1)), /when it was/],
    ['other sums', (report) => (report.totals.events -= 1), /adds up to/],
    ['fewer rows', (report) => (report.totals.rows -= 1), /how many rows/],
    ['another head', (report) => (report.ledger.size += 1), /another head/],
    ['a list out of order', (report) => report.people.reverse(), /out of order/],
  ])('with %s is told from the rows', (_, change, words) => {
    expect(() => check(forge(change))).toThrow(words)
  })
})

test('another ledger has not signed it', () => {
  const name = 'other.test/ledger'
  expect(() => checkArchive(platform, archive, { ...trust, ledger: { ...trust.ledger, name } })).toThrow(LedgerFormatError)
})
