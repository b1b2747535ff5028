// What runs in the thread of `../tree-thread.ts`: the tree of the ledger, over one connection to the database of its own.
import { randomBytes } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { Random } from '../../../deps.ts'
import type { AskedOfThread, SaidByThread, ThreadSettings } from '../tree-thread.ts'

const settings: ThreadSettings = workerData
// Sources that were stripped before need not be stripped again; a thread does not take that over from its process.
if (settings.compileCache !== undefined) enableCompileCache(settings.compileCache)
const { openDatabase } = await import('../../../db/pool.ts')
const { createSigner } = await import('../steps/signer.ts')
const { createTreeGrowth } = await import('../tree-growth.ts')

const random: Random = { bytes: (count) => randomBytes(count), text: (count) => randomBytes(count).toString('base64url').slice(0, count) }
const ANSWER_MS = 30_000

const say = (said: SaidByThread): void => parentPort?.postMessage(said)
const { db, close } = openDatabase(settings.databaseUrl, { max: 1, answerMs: ANSWER_MS })
const signer = createSigner(settings.key, settings.origin)
const growth = createTreeGrowth({ db, random, signer, origin: settings.origin, logger: { error: (fields, message) => say({ kind: 'error', fields: { ...fields }, message }) } })

async function answer(asked: Exclude<AskedOfThread, { act: 'close' }>): Promise<void> {
  const { call } = asked
  try {
    if (asked.act === 'advance') say({ kind: 'done', call, size: await growth.advance() })
    else {
      const head = await growth.sign(asked.nowMs)
      say({ kind: 'done', call, size: head.size, head })
    }
  } catch (error) {
    // What an error carries beside these does not get from one thread to another.
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
    say({ kind: 'failed', call, message, stack, code })
  }
}

async function end(): Promise<void> {
  await close()
  parentPort?.close()
}

parentPort?.on('message', (asked: AskedOfThread) => void (asked.act === 'close' ? end() : answer(asked)))
