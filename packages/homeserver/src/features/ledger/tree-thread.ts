// The tree of the ledger grows in a thread of its own: hashing each row is no work of the thread that answers. What counts is
// its transaction, so that a thread that ends at any instant loses nothing; it is started anew (docs/decisions/0095).
import { getCompileCacheDir } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Logger } from '../../deps.ts'
import type { LedgerKey } from './steps/signer.ts'
import type { SignedHead, TreeGrowth } from './tree-growth.ts'

/** What the thread is started with. */
export interface ThreadSettings {
  databaseUrl: string
  key: LedgerKey
  origin: string
  compileCache: string | undefined
}

/** What it is asked. */
export type AskedOfThread = { act: 'advance'; call: number } | { act: 'sign'; call: number; nowMs: number } | { act: 'close' }

/** What it says. */
export type SaidByThread =
  | { kind: 'done'; call: number; size: number; head?: SignedHead }
  | { kind: 'failed'; call: number; message: string; stack: string; code: string }
  | { kind: 'error'; fields: Record<string, unknown>; message: string }

type Done = Extract<SaidByThread, { kind: 'done' }>

/** What it needs. */
export interface TreeThreadDeps extends Omit<ThreadSettings, 'compileCache'> {
  logger: Pick<Logger, 'error'>
  /** Starts the thread. */
  start?: (settings: ThreadSettings) => Worker
}

const FIRST_PAUSE_MS = 250
const PAUSE_MS_MAX = 15_000
/** What it was at when it is told to end is left, and done by the next one, after so long. */
const END_MS_MAX = 2000
/** Its tree is one edge, and what it reads at a time is 200 blocks: it needs no such heap as the thread that answers. */
const YOUNG_MB = 8

/** The tree in a thread that is started when it is first needed, and anew, each time later, when it has ended. */
export function createTreeThread({ logger, start = startThread, ...settings }: TreeThreadDeps): TreeGrowth & AsyncDisposable {
  let thread: Thread | undefined
  let failures = 0
  let pause: Pause | undefined
  let isClosed = false

  function ended(cause: unknown): void {
    thread = undefined
    if (isClosed) return
    const pauseMs = Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS * 2 ** failures)
    failures += 1
    logger.error({ err: cause, pauseMs }, 'the thread that puts reads into the tree has ended; it is started anew')
    pause = startPause(pauseMs, () => (pause = undefined))
  }

  async function ask(asked: { act: 'advance' } | { act: 'sign'; nowMs: number }): Promise<Done> {
    await pause?.over
    if (isClosed) throw new Error('the record of reads is closed')
    thread ??= openThread(start({ ...settings, compileCache: getCompileCacheDir() }), { logger, ended })
    const done = await thread.ask(asked)
    failures = 0
    return done
  }

  return {
    advance: async () => (await ask({ act: 'advance' })).size,
    async sign(nowMs) {
      const { head } = await ask({ act: 'sign', nowMs })
      if (head === undefined) throw new Error('nothing was signed')
      return head
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      pause?.end()
      await thread?.close()
    },
  }
}

/** The thread as it is. */
export function startThread(settings: ThreadSettings): Worker {
  // A heap takes these as they are when it is made, whatever `resourceLimits` says; those that are there keep theirs.
  setFlagsFromString('--min-semi-space-size=1')
  setFlagsFromString(`--max-semi-space-size=${YOUNG_MB}`)
  return new Worker(new URL('tree-thread/main.ts', import.meta.url), { workerData: settings, name: 'ledger tree' })
}

interface Pause {
  over: Promise<void>
  end(): void
}

function startPause(ms: number, onOver: () => void): Pause {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = (): void => {
    clearTimeout(timer)
    onOver()
    resolve()
  }
  const timer = setTimeout(end, ms)
  timer.unref()
  return { over: promise, end }
}

interface Thread {
  ask(asked: { act: 'advance' } | { act: 'sign'; nowMs: number }): Promise<Done>
  close(): Promise<void>
}

interface Waiting {
  resolve(done: Done): void
  reject(error: unknown): void
}

/** One life of the thread. `ended` is called once, whatever it ends by. */
function openThread(worker: Worker, { logger, ended }: { logger: Pick<Logger, 'error'>; ended: (cause: unknown) => void }): Thread {
  const waiting = new Map<number, Waiting>()
  const over = Promise.withResolvers<void>()
  let calls = 0
  let cause: unknown
  const tell = (asked: AskedOfThread): void => worker.postMessage(asked)
  // A server that has ended otherwise need not wait for it.
  worker.unref()
  worker.on('message', (said: SaidByThread) => {
    if (said.kind === 'error') return logger.error(said.fields, said.message)
    const asker = waiting.get(said.call)
    waiting.delete(said.call)
    if (said.kind === 'done') asker?.resolve(said)
    else asker?.reject(errorOf(said))
  })
  worker.on('error', (error: unknown) => (cause = error))
  worker.on('exit', (code) => {
    cause ??= new Error(`it ended by itself, with ${code}`)
    for (const asker of waiting.values()) asker.reject(new Error('the thread that puts reads into the tree has ended', { cause }))
    waiting.clear()
    over.resolve()
    ended(cause)
  })
  return {
    ask(asked) {
      calls += 1
      const call = calls
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject })
        tell({ ...asked, call })
      })
    },
    async close() {
      tell({ act: 'close' })
      const timer = setTimeout(() => void worker.terminate(), END_MS_MAX)
      await over.promise
      clearTimeout(timer)
    },
  }
}

/** As it was there, with the code by which it is answered. */
function errorOf({ message, stack, code }: Extract<SaidByThread, { kind: 'failed' }>): Error {
  const error = Object.assign(new Error(message), code === '' ? {} : { code })
  error.stack = stack
  return error
}
