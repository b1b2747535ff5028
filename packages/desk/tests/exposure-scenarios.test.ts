// Scenarios by chance, with a truth to compare to: everything that an intruder's client is answered is written down on the
// client's side, and the report has to say the same, event by event, person by person, file by file.
//
//   EXPOSURE_SCENARIOS=500 npm test -- packages/desk/tests/exposure-scenarios.test.ts        (EXPOSURE_SEED=7 begins elsewhere)
import { buildServer } from '@chappe/server'
import type { Server } from '@chappe/server'
import type { Chance, Json, Person, TestServer } from '@chappe/testkit'
import { chanceOf, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { personWith } from './_desk.ts'
import { contain, order, readReport } from './_exposure.ts'
import { countPictures, makeWorld, readByChance } from './_exposure-world.ts'
import type { World } from './_exposure-world.ts'
import { createRecorder, truthOf } from './_exposure-truth.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const SCENARIOS = Number(process.env['EXPOSURE_SCENARIOS'] ?? 60)
const SEED = Number(process.env['EXPOSURE_SEED'] ?? 1)
/** So many scenarios share their rooms and people. */
const IN_ONE_WORLD = 20

let chappe: TestServer<Server>
let sam: Person
let world: World | undefined

beforeAll(async () => {
  chappe = await startTestServer(buildServer)
  sam = await personWith(chappe, 'sam', 'security_officer')
})
afterAll(async () => chappe[Symbol.asyncDispose]())

test.each(Array.from({ length: SCENARIOS }, (_, at) => SEED + at))('scenario %i', async (seed) => {
  const chance: Chance = chanceOf(seed)
  if (world === undefined || (seed - SEED) % IN_ONE_WORLD === 0) world = await makeWorld(chappe, chance, `w${seed}`)
  const mallory = await chappe.person(`mallory${seed}`)
  const recorder = createRecorder()
  const previews = await readByChance(chappe, { world, mallory, chance, record: recorder.record })
  const caseId = await contain(sam, mallory)
  const { report_id: reportId } = await order(sam, { kind: 'account', user_id: mallory.userId }, { case_id: caseId })
  const report = await readReport(sam, reportId)
  const truth = await truthOf(chappe, recorder)
  const shown = <T extends { class: string }>(list: T[]): T[] => list.filter((each) => each.class !== 'reachable')
  const events = new Map(report.rooms.map((room: Json) => [room.room_id, room.events]))
  for (const [roomId, { clear, ciphertext }] of truth.rooms) {
    const { delivered, ciphertext_only: closed, keys_reachable: opened, unknown }: Json = events.get(roomId)
    expect({ roomId, delivered, ciphertext: closed + opened, unknown }).toEqual({ roomId, delivered: clear, ciphertext, unknown: 0 })
    // Keys within reach are said only where somebody of the room has sent some, or a backup was fetched.
    expect(opened > 0, `keys of ${roomId}`).toBe(ciphertext > 0 && recorder.hasKeysOf(world.roomsById.get(roomId)?.members ?? []))
  }
  const counted = report.rooms.filter((room: Json) => room.events.delivered + room.events.ciphertext_only + room.events.keys_reachable + room.events.unknown > 0)
  expect(counted.map((room: Json) => room.room_id)).toEqual([...truth.rooms.keys()].toSorted())
  expect(shown(report.people as { class: string; user_id: string }[]).map((person) => person.user_id)).toEqual(truth.people)
  expect(shown(report.files as { class: string; mxc: string }[]).map((file) => file.mxc)).toEqual(truth.files)
  expect(report.rooms.filter((room: Json) => room.is_listed).map((room: Json) => room.room_id)).toEqual(truth.listed)
  expect(report.findings.ledger.is_whole).toBe(true)
  // What could have been seen besides: rooms by what they are called, and pictures.
  const reachable = new Map<string, unknown>(report.rooms.map((room: Json) => [room.room_id, room.reachable_by]))
  if (previews !== undefined) expect(world.rooms.map(({ roomId }) => [roomId, (reachable.get(roomId) ?? null) !== null])).toEqual(world.rooms.map(({ roomId }) => [roomId, previews.has(roomId)]))
  for (const { roomId, kind, picture } of world.rooms) {
    if (kind === 'knock') expect(reachable.get(roomId)).toBe('preview')
    expect([roomId, report.files.some((file: Json) => file.mxc === picture)]).toEqual([roomId, (reachable.get(roomId) ?? null) !== null])
  }
  expect(report.totals.rooms_previewable).toBe(report.rooms.filter((room: Json) => room.reachable_by === 'preview').length)
  if (chance.is(0.1)) expect(report.findings.reachable_people.pictures).toBe(await countPictures(chappe, sam))
})
