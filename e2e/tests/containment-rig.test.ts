// Somebody is contained while a hundred sessions of theirs read all there is from three processes, and write all the time;
// one of the processes is killed, held still or cut from the database at the worst moment. CHAPPE_STOP_RUNS says how many runs of each fault, CHAPPE_STOP_FAULTS
// which (their names, with commas), CHAPPE_STOP_SEED makes a run again, CHAPPE_STOP_JSON names a file for the figures.
import { createHash, randomBytes } from 'node:crypto'
import { createPerson, request } from '@chappe/testkit'
import type { HttpAnswer, Person } from '@chappe/testkit'
import { expect, test } from 'vitest'
import type { Doing, HeldSessions } from '../src/held-sessions.ts'
import { holdSessions } from '../src/held-sessions.ts'
import type { Installation, Process } from '../src/installation.ts'
import { monotonicMs, startInstallation } from '../src/installation.ts'
import type { ReadRequest } from '../src/readable.ts'
import { everythingReadable } from '../src/readable.ts'
import type { StopFigures } from '../src/stop-figures.ts'
import { stageTableOf, tableOf, writeFigures } from '../src/stop-figures.ts'

const RUNS = Number(process.env['CHAPPE_STOP_RUNS'] ?? 1)
const SEED = Number(process.env['CHAPPE_STOP_SEED'] ?? Date.now() % 1_000_000)
const JSON_FILE = process.env['CHAPPE_STOP_JSON']
const SESSIONS = 100
const ALL_FAULTS = ['none', 'killed', 'held still', 'held for a moment', 'cut from the database', 'database hangs'] as const
type Fault = (typeof ALL_FAULTS)[number]
const WANTED = process.env['CHAPPE_STOP_FAULTS']?.split(',')
const FAULTS = ALL_FAULTS.filter((fault) => WANTED === undefined || WANTED.includes(fault))

/** From the call to the last that a process hands over. How much less it is, the table says. */
const LIMIT_MS = 5_000
/** What a process that comes back might still want to say. */
const AFTER_MS = 600
/** Every fifth session downloads, as many hold a sync or write, half as many hold a sliding one, and the others read everything. */
const DOINGS: readonly Doing[] = ['download', 'sync', 'everything', 'writes', 'everything', 'download', 'sync', 'sliding', 'uploads', 'everything']

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A small generator with a seed, so that a failing run can be made again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

interface Scene extends Pick<Installation, 'database' | 'processes'> {
  writer: Process
  ada: Person
  /** The security officer. */
  olga: Person
  roomId: string
  eventId: string
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
  const [ada, olga] = [await signUp(url, 'ada'), await signUp(url, 'olga')]
  await database.query("INSERT INTO account_role (user_nid, role, granted_at_ms) SELECT user_nid, 'security_officer', 0 FROM account WHERE user_id = $1", [olga.userId])
  const roomId = await ada.createRoom({ preset: 'public_chat', name: 'the plan' })
  const uploaded = await ada.request('POST', '/_matrix/media/v3/upload', { raw: Buffer.alloc(64 * 1024 * 1024, 'x') })
  const uri: string = uploaded.body.content_uri
  const eventId = await ada.send(roomId, 'm.room.message', { msgtype: 'm.file', body: 'everything', url: uri })
  return { processes, database, writer, ada, olga, roomId, eventId, file: uri.slice('mxc://'.length), random: randomOf(SEED) }
}

/** Mallory, another one each time: whoever was contained does not come back. */
async function openMallory({ writer, database, roomId }: Scene, name: string): Promise<{ userId: string; tokens: string[] }> {
  const mallory = await signUp(writer.server.url, name)
  await mallory.join(roomId)
  const tokens = Array.from({ length: SESSIONS }, () => `ct_${randomBytes(30).toString('base64url')}`)
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest())
  await database.query(
    `WITH made AS (
      INSERT INTO device (user_nid, device_id)
      SELECT a.user_nid, d.device_id FROM account a, unnest($2::text[]) d (device_id) WHERE a.user_id = $1 RETURNING device_nid, device_id)
    INSERT INTO access_token (token_hash, device_nid)
    SELECT t.hash, made.device_nid FROM made JOIN unnest($2::text[], $3::bytea[]) t (device_id, hash) USING (device_id)`,
    [mallory.userId, tokens.map((_, index) => `RIG${index}`), hashes],
  )
  return { userId: mallory.userId, tokens }
}

/** A hundred sessions over the three processes. */
function begin({ processes, file, roomId, eventId }: Scene, { userId, tokens }: { userId: string; tokens: string[] }): HeldSessions {
  const plans = tokens.map((token, index) => ({
    token,
    url: processes[index % processes.length]?.server.url ?? '',
    doing: DOINGS[Math.floor(index / processes.length) % DOINGS.length] ?? 'everything',
  }))
  const everything = everythingReadable({ roomId, eventId, userId, mediaId: file.slice(file.indexOf('/') + 1) })
  const writes = (n: number): ReadRequest => WRITES[n % WRITES.length]?.({ room: encodeURIComponent(roomId), user: encodeURIComponent(userId), n }) ?? { operation: '', method: 'GET', path: '/' }
  return holdSessions(plans, { file: `/_matrix/client/v1/media/download/${file}`, everything, writes })
}

/** What Mallory changes: of each way in which something becomes durable, one. */
const WRITES: readonly ((at: { room: string; user: string; n: number }) => ReadRequest)[] = [
  ({ room, n }) => ({ operation: 'sendMessage', method: 'PUT', path: `/_matrix/client/v3/rooms/${room}/send/m.room.message/rig${n}`, body: { msgtype: 'm.text', body: `still me ${n}` } }),
  ({ user, n }) => ({ operation: 'setAccountData', method: 'PUT', path: `/_matrix/client/v3/user/${user}/account_data/org.example.rig${n}`, body: { n } }),
  ({ room, n }) => ({ operation: 'sendMessage', method: 'PUT', path: `/_matrix/client/v3/rooms/${room}/send/m.room.message/rig${n}`, body: { msgtype: 'm.text', body: `and again ${n}` } }),
  ({ user, n }) => ({ operation: 'sendToDevice', method: 'PUT', path: `/_matrix/client/v3/sendToDevice/org.example.rig/rig${n}`, body: { messages: { [decodeURIComponent(user)]: { '*': { n } } } } }),
]

/** How much of Mallory's is durable. */
async function durable({ database }: Scene, userId: string): Promise<Record<string, unknown>> {
  const [row] = await database.query(
    `SELECT (SELECT count(*)::int FROM event WHERE sender = $1) AS events, (SELECT count(*)::int FROM media WHERE user_id = $1 AND content_hash IS NOT NULL) AS files,
      (SELECT count(*)::int FROM account_data WHERE user_id = $1) AS entries, (SELECT count(*)::int FROM to_device_message) AS messages`,
    [userId],
  )
  return row ?? {}
}

/** Ada talks, so that the syncs have something to say at every moment. */
function talk({ ada, roomId }: Scene): { end(): Promise<void> } {
  const state = { on: true, said: 0 }
  const talking = (async () => {
    while (state.on) {
      await ada.say(roomId, `still here ${state.said}`).catch(() => undefined)
      state.said += 1
      await pause(200)
    }
  })()
  return {
    async end() {
      state.on = false
      await talking
    },
  }
}

function strike(victim: Process, fault: Fault, random: () => number): void {
  if (fault === 'killed') victim.server.signal('SIGKILL')
  else if (fault === 'cut from the database') victim.link.cut()
  else if (fault === 'database hangs') victim.link.hang()
  else if (fault !== 'none') victim.server.signal('SIGSTOP')
  if (fault === 'held for a moment') setTimeout(() => victim.server.signal('SIGCONT'), 100 + random() * 1_700)
}

async function heal(victim: Process, fault: Fault): Promise<void> {
  if (fault === 'cut from the database' || fault === 'database hangs') victim.link.mend()
  if (fault === 'held still') victim.server.signal('SIGCONT')
  if (fault === 'killed' || fault === 'held still') await pause(AFTER_MS)
  // Whoever looks after the processes starts one again that has ended.
  if (!victim.server.isRunning()) await victim.server.start()
}

async function runOnce(scene: Scene, fault: Fault, name: string): Promise<StopFigures> {
  const { olga, processes, writer, random } = scene
  const mallory = await openMallory(scene, name)
  const victim = processes[1 + Math.floor(random() * 2)] ?? writer
  const sessions = begin(scene, mallory)
  const talking = talk(scene)
  await busy(scene, { mallory, sessions, sinceMs: monotonicMs() })
  await pause(random() * 300)

  // Around the call, before it or a moment after.
  const leadMs = random() * 60 - 20
  if (leadMs >= 0) strike(victim, fault, random)
  await pause(Math.max(0, leadMs))
  const calledAtMs = monotonicMs()
  const call = contain(olga, mallory.userId)
  if (leadMs < 0) {
    await pause(-leadMs)
    strike(victim, fault, random)
  }
  const contained = await call
  expect([contained.status, contained.body.state]).toEqual([200, 'contained'])
  const answered = monotonicMs() - calledAtMs
  const written = await durable(scene, mallory.userId)
  await talking.end()
  // Nothing may be handed over for Mallory, by anybody, once the writer has handed over what Olga was answered.
  const answeredAtMs = Math.min(calledAtMs + answered, ...served(writer, olga.userId, calledAtMs))
  await pause(100)
  await heal(victim, fault)
  await pause(AFTER_MS)
  const handed = processes.flatMap((each) => served(each, mallory.userId, calledAtMs).map((atMs) => ({ name: each.name, atMs })))
  const writtenAtLast = await durable(scene, mallory.userId)
  const stages = stagesOf(scene, calledAtMs)
  sessions.end()
  await back(scene)
  return {
    answered,
    processSide: Math.max(0, ...handed.map(({ atMs }) => atMs - calledAtMs)),
    clientSide: Math.max(0, sessions.lastByteAtMs() - calledAtMs),
    slowClientSide: Math.max(0, sessions.lastSlowByteAtMs() - calledAtMs),
    late: [
      ...handed.filter(({ atMs }) => atMs > answeredAtMs).map((late) => `${fault}: ${late.name} after ${(late.atMs - answeredAtMs).toFixed(1)} ms`),
      // What was delivered is deleted behind the answers: only more of something is late.
      ...Object.keys(written).filter((what) => Number(writtenAtLast[what]) > Number(written[what])).map((what) => `${fault}: ${String(written[what])} ${what} at the answer, ${String(writtenAtLast[what])} at last`),
    ],
    stages,
  }
}

/** When each stage was reached, in milliseconds from the call: at the writer, and at whichever reader came to it last. */
function stagesOf({ processes, writer }: Scene, calledAtMs: number): Record<string, number> {
  const stages: Record<string, number> = {}
  for (const each of processes) {
    const where = each === writer ? 'writer' : 'readers'
    for (const { stage, atMs } of each.stagesSince(calledAtMs)) stages[`${stage} (${where})`] = Math.max(stages[`${stage} (${where})`] ?? 0, atMs - calledAtMs)
  }
  return stages
}

/** Who is told that it is not certain yet asks again. */
async function contain(olga: Person, userId: string): Promise<HttpAnswer> {
  for (let times = 1; ; times += 1) {
    const answer = await olga.post(`/_chappe/desk/v1/accounts/${encodeURIComponent(userId)}/contain`, { reason: 'the rig' })
    if (answer.status !== 503 || times === 5) return answer
    console.log(`asked again: ${String(answer.body.error)}`)
  }
}

/** Waits until each process is serving her, most of her sessions have asked, and something of hers was taken. */
async function busy({ processes }: Scene, { mallory, sessions, sinceMs }: { mallory: { userId: string }; sessions: HeldSessions; sinceMs: number }): Promise<void> {
  const deadline = monotonicMs() + 60_000
  const isServing = (each: Process): boolean => served(each, mallory.userId, sinceMs).length > SESSIONS / processes.length
  const writes = (): boolean => sessions.answered().has('sendMessage') && sessions.answered().has('uploadContent')
  while (sessions.open() < SESSIONS / 4 || !processes.every(isServing) || !writes()) {
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

test(`whoever is contained is served nothing more by any of three processes, in ${RUNS} runs of each fault`, { timeout: 6 * 3_600_000 }, async () => {
  await using installation = await startInstallation()
  const scene = await openScene(installation)
  const figures = new Map<Fault, StopFigures[]>()
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, fault] of FAULTS.entries()) {
      const one = await runOnce(scene, fault, `mallory${run}_${index}`).catch((error: unknown) => {
        throw new Error(`run ${run}, ${fault}, seed ${SEED}: ${String(error)}`, { cause: error })
      })
      figures.set(fault, [...(figures.get(fault) ?? []), one])
      if (JSON_FILE !== undefined) writeFigures(JSON_FILE, SEED, figures)
    }
  }
  console.log(`containment rig, seed ${SEED}; milliseconds from the call: p50, p99, max\n${tableOf(figures)}\n${stageTableOf(figures)}`)
  const all = [...figures.values()].flat()
  expect(all.flatMap(({ late }) => late), `seed ${SEED}: handed over after the call was answered`).toEqual([])
  expect(Math.max(...all.map((each) => each.processSide))).toBeLessThan(LIMIT_MS)
})
