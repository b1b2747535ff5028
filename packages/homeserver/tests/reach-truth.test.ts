// What could have been read, held against what the server lets be read: worlds by chance, in which rooms change their rules
// and people come and go, and then somebody who tries every way into each room and at each event and file.
//
//   REACH_WORLDS=500 npm test -- packages/homeserver/tests/reach-truth.test.ts        (REACH_SEED=7 begins elsewhere)
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { Chance, Person, TestServer } from '@chappe/testkit'
import { chanceOf, startTestServer } from '@chappe/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { madeByOperator } from './_accounts.ts'
import { DAY, forumOptions, haveTouched, memberOf, startMinistry } from './_ministry.ts'
import type { ReachAct, ReachRoom, ReachWorld } from './_reach-world.ts'
import { COMMON_ACTS, pathOf, readAll, sendFile, uploadPicture } from './_reach-world.ts'
import type { Then } from './_reach-people.ts'
import { closeWorld, countListed, expectSameOfThen, lookNow, searchFor } from './_reach-people.ts'
import { enrolled, secondDevice } from './_web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const WORLDS = Number(process.env['REACH_WORLDS'] ?? 12)
const SEED = Number(process.env['REACH_SEED'] ?? 1)
const seeds = Array.from({ length: WORLDS }, (_, at) => SEED + at)

type ReachablePeople = Awaited<ReturnType<Server['homeserver']['ports']['exposure']['reachable']>>['people']

interface Look {
  world: ReachWorld
  deviceId?: string
  accountType?: 'agent' | 'external'
}

/** What the server says of her, and then what she finds. */
async function expectTruth(chappe: TestServer<Server>, { world, deviceId, accountType = 'agent' }: Look): Promise<ReachablePeople> {
  chappe.clock.advance(1000)
  const { ports } = chappe.server.homeserver
  const now = chappe.clock.now()
  const { organisationNid } = await ports.accounts.get(world.mallory.userId)
  const reach = await ports.exposure.reachable({ userId: world.mallory.userId, deviceId, accountType, organisationNid, fromMs: now, toMs: now })
  const facts = new Map((await ports.exposure.rooms(reach.rooms.map(({ roomNid }) => roomNid))).map(({ roomNid, roomId }) => [roomNid, roomId]))
  const ours = new Set(world.rooms.map(({ roomId }) => roomId))
  const rooms = reach.rooms.map(({ roomNid, ...room }) => ({ roomId: facts.get(roomNid) ?? '', ...room })).filter(({ roomId }) => ours.has(roomId))
  const said = rooms.filter(({ way }) => way !== 'preview').map(({ roomId, events, isNow }) => ({ roomId, events, isNow }))
  const files = reach.files.map(({ mediaId }) => `mxc://chappe.test/${mediaId}`).filter((mxc) => world.rooms.some(({ mxcs }) => mxcs.includes(mxc)))
  const truth = await readAll(chappe, world)
  const found = [...truth.events].filter(([, events]) => events.size > 0).map(([roomId, events]) => ({ roomId, events: events.size, isNow: true }))
  const byId = (a: { roomId: string }, b: { roomId: string }): number => (a.roomId < b.roomId ? -1 : 1)
  expect(said.toSorted(byId)).toEqual(found.toSorted(byId))
  // Where files do not follow events, whoever has the id of one reads it: ids are what events name.
  const readable = chappe.config.profile === 'matrix' ? truth.named : truth.files
  expect(files.toSorted()).toEqual([...readable].toSorted())
  expect(rooms.filter(({ hasPreview }) => hasPreview).map(({ roomId }) => roomId).toSorted()).toEqual([...truth.previews].toSorted())
  expect(rooms.filter(({ way, hasPreview, events, isNow }) => way === 'preview' && !(hasPreview && isNow && events === 0))).toEqual([])
  expect(reach.people.pictures).toBe(truth.profiles.size)
  return reach.people
}

/** Somebody shows another picture of themselves. */
async function showFace(person: Person, chance: Chance): Promise<string> {
  const mxc = await uploadPicture(person, chance)
  expect((await person.put(`/_matrix/client/v3/profile/${person.userId}/avatar_url`, { avatar_url: mxc })).status).toBe(200)
  return mxc
}

/** Some time goes by; `between` is called in the middle of it, twice. */
async function live(world: ReachWorld, chance: Chance, { acts, between = async () => undefined }: { acts: readonly ReachAct[]; between?: () => Promise<unknown> }): Promise<void> {
  for (let step = 0; step < 25; step += 1) {
    await chance.oneOf(acts)(world, chance)
    if (step === 9 || step === 17) await between()
  }
}

describe('on a server for everybody', () => {
  let chappe: TestServer<Server>
  let owners: Person[]
  let root: Person
  /** Is in no room: what she shows of herself stands in her profile alone. */
  let dora: Person
  /** Ada's, which each event says that she has come by. */
  let face: string
  beforeAll(async () => {
    chappe = await startTestServer(buildServer)
    owners = [await chappe.person('ada'), await chappe.person('ben')]
    dora = await chappe.person('dora')
    face = await showFace(owners[0] ?? dora, chanceOf(SEED))
    root = await madeByOperator(chappe, 'root', { admin: true })
  })
  afterAll(async () => chappe[Symbol.asyncDispose]())

  const joinRules = (chance: Chance, rooms: readonly ReachRoom[]): object => {
    const rule = chance.oneOf(['public', 'invite', 'restricted', 'restricted', 'knock', 'knock_restricted'])
    const allow = rooms.length === 0 ? [] : [{ type: 'm.room_membership', room_id: chance.oneOf(rooms).roomId }]
    return rule.includes('restricted') ? { join_rule: rule, allow } : { join_rule: rule }
  }

  async function makeRoom(chance: Chance, rooms: readonly ReachRoom[]): Promise<ReachRoom> {
    const owner = chance.oneOf(owners)
    const visibility = { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: chance.oneOf(['shared', 'joined', 'invited', 'world_readable']) } }
    const roomId = await owner.createRoom({ room_version: chance.oneOf(['7', '9', '11', '12']), preset: 'private_chat', initial_state: [visibility] })
    await owner.put(pathOf(roomId, 'state/m.room.join_rules/'), joinRules(chance, rooms))
    return { roomId, owner, mxcs: owner === owners[0] ? [face] : [] }
  }

  const acts: readonly ReachAct[] = [
    ...COMMON_ACTS,
    ({ rooms }, chance) => {
      const { owner, roomId } = chance.oneOf(rooms)
      return owner.put(pathOf(roomId, 'state/m.room.join_rules/'), joinRules(chance, rooms))
    },
    async ({ rooms }, chance) => {
      const { owner, roomId } = chance.oneOf(rooms)
      const { chunk } = (await owner.get(pathOf(roomId, 'messages?dir=b&limit=20'))).body
      const { event_id: eventId } = chance.oneOf(chunk as { event_id: string }[])
      return owner.put(pathOf(roomId, `redact/${encodeURIComponent(eventId)}/t${chance.below(1e9)}`), {})
    },
    async ({ rooms, marked }, chance) => {
      if (!chance.is(0.3)) return
      const { roomId } = chance.oneOf(rooms)
      marked.add(roomId)
      await root.put(`/_synapse/admin/v1/rooms/${encodeURIComponent(roomId)}/block`, { block: chance.is(0.7) })
    },
    (_world, chance) => showFace(dora, chance),
    ({ rooms }, chance) => {
      const { owner, roomId } = chance.oneOf(rooms)
      return owner.put(`/_matrix/client/v3/directory/list/room/${encodeURIComponent(roomId)}`, { visibility: chance.oneOf(['public', 'public', 'private']) })
    },
  ]

  /** Whoever is closed leaves their rooms behind the answer. */
  async function closeAccount({ userId }: Person): Promise<void> {
    expect((await root.post(`/_synapse/admin/v1/deactivate/${encodeURIComponent(userId)}`, {})).status).toBe(200)
    const rooms = (): Promise<unknown[]> => chappe.database.query(`SELECT 1 FROM membership WHERE user_id = $1 AND membership IN ('join', 'invite', 'knock')`, [userId])
    await expect.poll(rooms, { timeout: 20_000 }).toEqual([])
  }

  test.each(seeds)('world %i', async (seed) => {
    const chance = chanceOf(seed)
    const [mallory, cam] = [await chappe.person(`mallory${seed}`), await chappe.person(`cam${seed}`)]
    const world: ReachWorld = { rooms: [], owners, mallory, marked: new Set() }
    for (let n = 0; n < 6; n += 1) world.rooms.push(await makeRoom(chance, world.rooms))
    const comeAndGo: ReachAct = async ({ rooms }) => {
      const { owner, roomId } = chance.oneOf(rooms)
      await owner.post(pathOf(roomId, 'invite'), { user_id: cam.userId })
      await cam.post(pathOf(roomId, chance.oneOf(['join', 'join', 'leave'])), {})
    }
    const moments: Then[] = []
    await live(world, chance, { acts: [...acts, comeAndGo, comeAndGo], between: async () => moments.push(await lookNow(chappe, world)) })
    if (chance.is(0.3)) await closeAccount(cam)
    const names = ['ada', 'ben', 'root', `cam${seed}`]
    const before = await searchFor(mallory, names)
    const listed = await countListed(mallory)
    const people = await expectTruth(chappe, { world })
    const found = new Set([...before, ...(await searchFor(mallory, names))])
    expect({ count: people.count, listed: people.listed }).toEqual({ count: found.size, listed })
    await expectSameOfThen(chappe, world, moments)
    await closeWorld(world)
  })
})

describe('on a server of a ministry', () => {
  let ministry: TestServer<Server>
  let owners: [Person, Person]
  let dora: Person
  beforeAll(async () => {
    // Weeks go by in each world.
    ministry = await startMinistry({ signInDays: { agents: 36_500, externals: 36_500 } })
    owners = [await memberOf(ministry, 'ada'), await memberOf(ministry, 'ben')]
    dora = await memberOf(ministry, 'dora')
    await showFace(owners[0], chanceOf(SEED))
  })
  afterAll(async () => ministry[Symbol.asyncDispose]())

  async function makeRoom(chance: Chance, kind: 'forum' | 'private' | 'with externals'): Promise<ReachRoom> {
    const [owner, other] = chance.is(0.5) ? owners : ([owners[1], owners[0]] as const)
    const externals = { type: 'org.chappe.room.externals', state_key: '', content: { allowed: true } }
    const options = kind === 'forum' ? forumOptions(ministry, [owner, other]) : { preset: 'private_chat', initial_state: kind === 'private' ? [] : [externals] }
    return { roomId: await owner.createRoom(options), owner, mxcs: [] }
  }

  const acts: readonly ReachAct[] = [
    ...COMMON_ACTS,
    async ({ rooms, marked }, chance) => {
      const { roomId } = chance.oneOf(rooms)
      const { frozenRooms, accounts } = ministry.server.homeserver.ports
      if (!chance.is(0.3)) return
      marked.add(roomId)
      if (chance.is(0.3)) await frozenRooms.thaw(roomId, async () => undefined).catch(() => undefined)
      else await frozenRooms.freeze(roomId, (await accounts.get(owners[0].userId)).userNid, async () => undefined)
    },
    ({ rooms }, chance) => {
      const room = chance.oneOf(rooms)
      return sendFile(room.owner, room, chance)
    },
    (_world, chance) => showFace(dora, chance),
    async () => ministry.clock.advance(2 * DAY),
  ]

  test.each(seeds)('world %i', async (seed) => {
    const chance = chanceOf(seed)
    const kind = chance.oneOf(['an agent', 'an external', 'a device on probation', 'a device on probation'] as const)
    const alice = kind === 'a device on probation' ? await enrolled(ministry, `mallory${seed}`) : undefined
    const mallory = alice?.person ?? (await memberOf(ministry, `mallory${seed}`, { type: kind === 'an external' ? 'external' : 'agent' }))
    await haveTouched(ministry, mallory)
    const rooms: ReachRoom[] = []
    for (const each of ['forum', 'forum', 'private', 'private', 'with externals'] as const) rooms.push(await makeRoom(chance, each))
    const world: ReachWorld = { rooms, owners, mallory, marked: new Set() }
    const type = kind === 'an external' ? 'external' : 'agent'
    const moments: Then[] = []
    await live(world, chance, { acts, between: async () => moments.push(await lookNow(ministry, world, type)) })
    if (alice !== undefined) {
      ministry.clock.advance(8 * DAY)
      await live(world, chance, { acts: COMMON_ACTS })
    }
    const reader = alice === undefined ? mallory : await secondDevice(ministry, alice)
    await expectTruth(ministry, { world: { ...world, mallory: reader }, deviceId: reader.deviceId, accountType: type })
    await expectSameOfThen(ministry, world, moments, type)
  })
})
