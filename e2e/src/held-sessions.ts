// Many sessions of one account, as busy as they can be: syncs of both kinds that are held and begun anew, downloads that
// their clients read slowly, everything else that can be read, again and again, messages and files that are sent all the
// time. None gives up before it is refused.
import type { ClientRequest } from 'node:http'
import { Agent, request } from 'node:http'
import { monotonicMs } from './installation.ts'
import type { ReadRequest } from './readable.ts'

/** The sessions of one round. */
export interface HeldSessions {
  /** When the last byte of an answer came that was no refusal, to a session that reads what comes. */
  lastByteAtMs(): number
  /** The same to the sessions that read slowly: the kernels hold what they have not read yet. */
  lastSlowByteAtMs(): number
  /** How many requests are open at this moment. */
  open(): number
  /** How many have been answered with something, by operation. */
  answered(): ReadonlyMap<string, number>
  /** Ends all of them. */
  end(): void
}

/** What a session does. */
export type Doing = 'sync' | 'sliding' | 'download' | 'everything' | 'writes' | 'uploads'

/** One session: where it asks, and for what. */
export interface SessionPlan {
  url: string
  token: string
  doing: Doing
}

/** What there is to read, and where to write. */
export interface Readable {
  /** The path of a large file. */
  file: string
  everything: readonly ReadRequest[]
  /** What changes something; `n` is another number each time. */
  writes(n: number): ReadRequest
}

const HELD_MS = 30_000
/** A download is read slowly, so that there always is more of it. */
const READ_EVERY_MS = 200
/** Whoever is not served at the moment asks again. */
const AGAIN_MS = 100
/** Between two requests of a session that reads everything: people's clients do not ask faster either. */
const NEXT_MS = 150
/** Between two of a session that writes. */
const NEXT_WRITE_MS = 500
/** A file is sent in two halves, so that there always are some that are half here. */
const UPLOAD = Buffer.alloc(96 * 1024, 'u')
const HALF_MS = 200

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

interface State {
  lastByteAtMs: number
  lastSlowByteAtMs: number
  open: number
  ended: boolean
  answered: Map<string, number>
}

/** Begins the sessions. */
export function holdSessions(plans: readonly SessionPlan[], readable: Readable): HeldSessions {
  const agent = new Agent({ keepAlive: true })
  const state: State = { lastByteAtMs: 0, lastSlowByteAtMs: 0, open: 0, ended: false, answered: new Map() }
  for (const [index, plan] of plans.entries()) void run({ agent, state, plan, next: asks(plan.doing, readable, index) })
  return {
    lastByteAtMs: () => state.lastByteAtMs,
    lastSlowByteAtMs: () => state.lastSlowByteAtMs,
    open: () => state.open,
    answered: () => state.answered,
    end() {
      state.ended = true
      agent.destroy()
    },
  }
}

/** What to ask for after an answer; nothing was answered yet, or it was not served, where that is undefined. */
type Next = (text: string | undefined) => ReadRequest

function asks(doing: Doing, { file, everything, writes }: Readable, index: number): Next {
  if (doing === 'download') return () => ({ operation: 'getContentAuthed', method: 'GET', path: file })
  if (doing === 'sync') return (text) => {
    const since = /"next_batch":"([^"]+)"/.exec(text ?? '')?.[1]
    return { operation: 'sync', method: 'GET', path: `/_matrix/client/v3/sync?timeout=${HELD_MS}${since === undefined ? '' : `&since=${since}`}` }
  }
  if (doing === 'sliding') return (text) => {
    const pos = /"pos":"([^"]+)"/.exec(text ?? '')?.[1]
    const query = pos === undefined ? '' : `&pos=${encodeURIComponent(pos)}`
    return { operation: 'simplifiedSlidingSync', method: 'POST', path: `${SLIDING}?timeout=${HELD_MS}${query}`, body: SLIDING_BODY }
  }
  if (doing === 'uploads') return () => ({ operation: 'uploadContent', method: 'POST', path: '/_matrix/media/v3/upload' })
  let turn = index
  if (doing === 'writes') return () => writes((turn += 1_001))
  return () => {
    turn += 1
    const found = everything[turn % everything.length]
    if (found === undefined) throw new Error('there is nothing to read')
    return found
  }
}

const SLIDING = '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync'
const SLIDING_BODY = {
  conn_id: 'rig',
  lists: { all: { ranges: [[0, 19]], required_state: [['m.room.name', '']], timeline_limit: 10 } },
  extensions: { e2ee: { enabled: true }, to_device: { enabled: true }, receipts: { enabled: true }, typing: { enabled: true } },
}

interface Running {
  agent: Agent
  state: State
  plan: SessionPlan
  next: Next
}

async function run({ agent, state, plan, next }: Running): Promise<void> {
  let text: string | undefined
  while (!state.ended) {
    const wanted = next(text)
    state.open += 1
    const answer = await ask({ agent, state, plan, wanted })
    state.open -= 1
    if (answer === 'refused') return
    text = answer
    if (text !== undefined) state.answered.set(wanted.operation, (state.answered.get(wanted.operation) ?? 0) + 1)
    if (plan.doing === 'everything') await pause(NEXT_MS)
    else if (isWriting(plan)) await pause(NEXT_WRITE_MS)
    else if (text === undefined) await pause(AGAIN_MS)
  }
}

function isWriting({ doing }: SessionPlan): boolean {
  return doing === 'writes' || doing === 'uploads'
}

/** The text of an answer; nothing where there is no good one, or its connection is gone. */
function ask({ agent, state, plan, wanted }: Omit<Running, 'next'> & { wanted: ReadRequest }): Promise<string | 'refused' | undefined> {
  const isSlow = plan.doing === 'download'
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${plan.token}`, 'content-type': 'application/json' }
    const asked = request(new URL(wanted.path, plan.url), { agent, method: wanted.method, headers }, (response) => {
      const { statusCode = 0 } = response
      const isGood = statusCode < 400
      let text = ''
      response.on('data', (chunk: Buffer) => {
        if (isGood && isSlow) state.lastSlowByteAtMs = monotonicMs()
        else if (isGood) state.lastByteAtMs = monotonicMs()
        if (!isSlow) text += chunk.toString('latin1')
        else {
          response.pause()
          setTimeout(() => response.resume(), READ_EVERY_MS)
        }
      })
      response.once('end', () => resolve(statusCode === 401 ? 'refused' : isGood ? text : undefined))
      response.once('error', () => resolve(undefined))
      response.once('close', () => resolve(undefined))
    })
    asked.once('error', () => resolve(undefined))
    if (plan.doing === 'uploads') sendFile(asked)
    else asked.end(wanted.body === undefined ? undefined : JSON.stringify(wanted.body))
  })
}

function sendFile(asked: ClientRequest): void {
  asked.setHeader('content-length', UPLOAD.length)
  asked.write(UPLOAD.subarray(0, UPLOAD.length / 2))
  setTimeout(() => asked.end(UPLOAD.subarray(UPLOAD.length / 2)), HALF_MS)
}
