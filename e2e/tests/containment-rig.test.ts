// Somebody is stopped while a hundred sessions of theirs read from three processes, one of which is killed, held still or
// cut from the database at the worst moment. CHAPPE_STOP_RUNS says how many runs of each fault; CHAPPE_STOP_SEED makes a
// run again.
import { createPerson, request } from '@chappe/testkit'
import type { Person } from '@chappe/testkit'
import { expect, test } from 'vitest'
import { holdSessions } from '../src/held-sessions.ts'
import type { HeldSessions } from '../src/held-sessions.ts'
import type { Installation, Process } from '../src/installation.ts'
import { monotonicMs, startInstallation } from '../src/installation.ts'

const RUNS = Number(process.env['CHAPPE_STOP_RUNS'] ?? 2)
const SEED = Number(process.env['CHAPPE_STOP_SEED'] ?? Date.now() % 1_000_000)
const SESSIONS = 100
const FAULTS = ['none', 'killed', 'held still', 'cut from the database', 'database hangs'] as const
type Fault = (typeof FAULTS)[number]

/** From the call to the last that a process hands over. How much less it is, the table says. */
const LIMIT_MS = 5_000
/** What a process that comes back might still want to say. */
const AFTER_MS = 600

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A small generator with a seed, so that a failing run can be made again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

interface Scene {
  processes: readonly Process[]
  writer: Process
  ada: Person
  mallory: { userId: string; tokens: string[] }
  roomId: string
  file: string
  random: () => number
}

async function signUp(url: string, username: string): Promise<Person> {
  const body = { auth: { type: 'm.login.dummy' }, username, password: 'containment rig password' }
  const made = await request(url, 'POST', '/_matrix/client/v3/register', { body })
  expect(made.status).toBe(200)
  return createPerson(() => url, made.body)
}

async function openScene({ processes, database }: Installation): Promise<Scene> {
  const [writer] = processes
  if (writer === undefined) throw new Error('there is no process')
  const { url } = writer.server
  const ada = await signUp(url, 'ada')
  const mallory = await signUp(url, 'mallory')
  await database.query('UPDATE account SET is_admin = true WHERE user_id = $1', [ada.userId])
  const tokens: string[] = []
  for (let index = 0; index < SESSIONS; index += 1) {
    const path = `/_synapse/admin/v1/users/${encodeURIComponent(mallory.userId)}/login`
    tokens.push((await ada.post(path, {})).body.access_token)
  }
  const roomId = await ada.createRoom({ preset: 'public_chat' })
  await mallory.join(roomId)
  const uploaded = await mallory.request('POST', '/_matrix/media/v3/upload', { raw: Buffer.alloc(64 * 1024 * 1024, 'x') })
  return { processes, writer, ada, mallory: { userId: mallory.userId, tokens }, roomId, file: uploaded.body.content_uri.slice('mxc://'.length), random: randomOf(SEED) }
}

/** A hundred sessions over the three processes: most sync, every fifth downloads. */
function begin({ processes, mallory, file }: Scene): HeldSessions {
  const download = `/_matrix/client/v1/media/download/${file}`
  return holdSessions(
    mallory.tokens.map((token, index) => ({
      token,
      url: processes[index % processes.length]?.server.url ?? '',
      download: index % 5 === 0 ? download : undefined,
    })),
  )
}

/** Ada talks, so that the syncs have something to say at every moment. */
function talk({ ada, roomId }: Scene): { end(): Promise<void> } {
  const state = { on: true, said: 0 }
  const talking = (async () => {
    while (state.on) {
      await ada.say(roomId, `still here ${state.said}`).catch(() => undefined)
      state.said += 1
      await pause(400)
    }
  })()
  return {
    async end() {
      state.on = false
      await talking
    },
  }
}

function strike(victim: Process, fault: Fault): void {
  if (fault === 'killed') victim.server.signal('SIGKILL')
  else if (fault === 'held still') victim.server.signal('SIGSTOP')
  else if (fault === 'cut from the database') victim.link.cut()
  else if (fault === 'database hangs') victim.link.hang()
}

async function heal(victim: Process, fault: Fault): Promise<void> {
  if (fault === 'killed') {
    await victim.server.kill()
    await victim.server.start()
  } else if (fault === 'held still') victim.server.signal('SIGCONT')
  else if (fault !== 'none') victim.link.mend()
}

/** What one run has shown, in milliseconds from the call on. */
interface Figures {
  /** When the call was answered. */
  answered: number
  /** When a process last handed something over for Mallory. */
  processSide: number
  /** When a client of hers last read something. */
  clientSide: number
  /** What was handed over after the answer was. */
  late: string[]
}

async function runOnce(scene: Scene, fault: Fault): Promise<Figures> {
  const { ada, mallory, processes, writer, random } = scene
  const lock = (locked: boolean) => ada.put(`/_matrix/client/v1/admin/lock/${encodeURIComponent(mallory.userId)}`, { locked })
  const victim = processes[1 + Math.floor(random() * 2)] ?? writer
  const sessions = begin(scene)
  const talking = talk(scene)
  const begunAtMs = monotonicMs()
  await busy(scene, sessions, begunAtMs)
  await pause(random() * 300)

  // Around the call, before it or a moment after.
  const leadMs = random() * 60 - 20
  if (leadMs >= 0) strike(victim, fault)
  await pause(Math.max(0, leadMs))
  const calledAtMs = monotonicMs()
  const call = lock(true)
  if (leadMs < 0) {
    await pause(-leadMs)
    strike(victim, fault)
  }
  expect((await call).status).toBe(200)
  const answered = monotonicMs() - calledAtMs
  await talking.end()
  // The writer handed over Ada's answer: nothing may be handed over for Mallory from then on, by anybody.
  const answeredAtMs = Math.min(...served(writer, ada.userId, calledAtMs + answered - 50).filter((atMs) => atMs >= calledAtMs), calledAtMs + answered)
  await pause(100)
  await heal(victim, fault)
  await pause(AFTER_MS)
  const handed = processes.flatMap((each) => served(each, mallory.userId, calledAtMs).map((atMs) => ({ name: each.name, atMs })))
  const clientSide = Math.max(0, sessions.lastByteAtMs() - calledAtMs)
  sessions.end()
  await back(scene)
  const released = await lock(false)
  expect([released.status, released.body]).toEqual([200, { locked: false }])
  return {
    answered,
    processSide: Math.max(0, ...handed.map(({ atMs }) => atMs - calledAtMs)),
    clientSide,
    late: handed.filter(({ atMs }) => atMs > answeredAtMs).map(({ name, atMs }) => `${fault}: ${name} after ${(atMs - answeredAtMs).toFixed(1)} ms`),
  }
}

/** Waits until each process is serving her, and most of her sessions have asked. */
async function busy({ processes, mallory }: Scene, sessions: HeldSessions, sinceMs: number): Promise<void> {
  const deadline = monotonicMs() + 30_000
  const isServing = (each: Process): boolean => served(each, mallory.userId, sinceMs).length > SESSIONS / processes.length / 2
  while (sessions.open() < SESSIONS / 2 || !processes.every(isServing)) {
    if (monotonicMs() > deadline) throw new Error(`not every process serves: ${processes.map((each) => `${each.name} ${served(each, mallory.userId, sinceMs).length}`).join(', ')}, ${sessions.open()} open`)
    await pause(50)
  }
}

function served(process: Process, userId: string, sinceMs: number): number[] {
  return process.servedSince(sinceMs).filter((each) => each.userId === userId).map((each) => each.atMs)
}

/** Waits until every process serves again, and shows what was said last. */
async function back({ processes, ada, roomId }: Scene): Promise<void> {
  const deadline = monotonicMs() + 60_000
  for (const { server } of processes) {
    for (;;) {
      const answer = await request(server.url, 'GET', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=1`, { token: ada.token }).catch(() => undefined)
      if (answer?.status === 200) break
      if (monotonicMs() > deadline) throw new Error(`a process does not come back:\n${server.output().slice(-4000)}`)
      await pause(100)
    }
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

function row(fault: string, all: readonly Figures[]): string {
  const cells = (pick: (each: Figures) => number): string => {
    const values = all.map(pick)
    return [percentile(values, 0.5), percentile(values, 0.99), Math.max(...values)].map((value) => value.toFixed(0).padStart(5)).join(' ')
  }
  return `${fault.padEnd(22)} ${String(all.length).padStart(4)} | ${cells((each) => each.processSide)} | ${cells((each) => each.clientSide)} | ${cells((each) => each.answered)}`
}

test(`whoever is stopped is served nothing more by any of three processes, in ${RUNS} runs of each fault`, { timeout: 4 * 3_600_000 }, async () => {
  await using installation = await startInstallation()
  const scene = await openScene(installation)
  const figures = new Map<Fault, Figures[]>()
  for (let run = 0; run < RUNS; run += 1) {
    for (const fault of FAULTS) {
      const one = await runOnce(scene, fault).catch((error: unknown) => {
        throw new Error(`run ${run}, ${fault}, seed ${SEED}: ${String(error)}`, { cause: error })
      })
      figures.set(fault, [...(figures.get(fault) ?? []), one])
    }
  }
  console.log(`containment rig, seed ${SEED}; milliseconds from the call: p50, p99, max`)
  console.log('fault                  runs |      process side |       client side |          answered')
  for (const [fault, all] of figures) console.log(row(fault, all))
  const all = [...figures.values()].flat()
  // A named exception: what a process that was held still had already given to its event loop, 64 KiB a connection at
  // most, may leave as it goes on, before any of its own code runs. It is in the ledger as delivered (docs/decisions/0023).
  const lateOf = (fault: Fault): string[] => (figures.get(fault) ?? []).flatMap((each) => each.late)
  if (lateOf('held still').length > 0) console.log('the named exception was seen:', lateOf('held still'))
  expect(FAULTS.filter((fault) => fault !== 'held still').flatMap(lateOf), `seed ${SEED}: handed over after the call was answered`).toEqual([])
  expect(Math.max(...all.map((each) => each.processSide))).toBeLessThan(LIMIT_MS)
})
