// Follows the writer: reads what it tells, line by line, and where it cannot be heard, asks the database how far things are.
import type { IncomingMessage } from 'node:http'
import type { Db } from '../db/pool.ts'
import type { Logger } from '../deps.ts'
import { getEventPosition } from '../streams/writer-store.ts'
import type { FeedLine, Positions } from './feed.ts'
import type { Notice } from './fence.ts'
import { FEED_PATH, TICK_MS } from './feed.ts'
import { findInternalAddress } from './processes-store.ts'
import type { WriterLink } from './writer-link.ts'
import { answerTo } from './writer-link.ts'

/** What a follower needs. */
export interface FollowerOptions {
  db: Db
  writerId: number
  link: WriterLink
  logger: Logger
  /** Takes a line; the next one waits for it. */
  take(line: FeedLine): Promise<void> | void
  /** Does at once what the writer says. */
  obey(notice: Notice): void
  /** Something may have been missed: everything is read anew from the database, which is at least this far. */
  startAnew(positions: Partial<Positions>): void
  /** The writer is not heard any more. */
  lost(): void
}

/** A running follower. */
export interface Follower {
  /** Whether the writer is heard at the moment. */
  isFollowing(): boolean
  /** Whether the writer has been heard at all. */
  hasBegun(): boolean
  /** Resolves when it is. */
  started: Promise<void>
  close(): Promise<void>
}

const RETRY_MS = 200
const SILENCE_MS_MAX = 6 * TICK_MS
const MAX_LINE_CHARS = 128 * 1024 * 1024
const MAX_QUEUED = 20_000

/** Starts to follow. */
export function startFollower(options: FollowerOptions): Follower {
  const { db, link, logger } = options
  const started = Promise.withResolvers<void>()
  const state: { closed: boolean; following: boolean; begun: boolean; answer: IncomingMessage | undefined; known: number } = { closed: false, following: false, begun: false, answer: undefined, known: -1 }

  async function run(): Promise<void> {
    while (!state.closed) {
      try {
        link.setAddress(await findInternalAddress(db, 'writer'))
        await listen()
      } catch (error) {
        logger.debug({ err: error }, 'the writer is not heard')
      }
      if (state.following) {
        state.following = false
        state.known = -1
        logger.warn({}, 'the writer is not heard any more: what it told before is read anew when it is back')
        options.lost()
      }
      if (state.closed) return
      await askDatabase().catch((error: unknown) => logger.debug({ err: error }, 'the database does not answer'))
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  async function listen(): Promise<void> {
    const call = link.begin({ method: 'GET', path: FEED_PATH, headers: {} })
    if (call === undefined) return
    call.setTimeout(SILENCE_MS_MAX, () => call.destroy(new Error('the writer has fallen silent')))
    call.end()
    const answer = await answerTo(call)
    state.answer = answer
    if (answer.statusCode !== 200) throw new Error(`the writer refuses to be followed (${answer.statusCode})`)
    await readLines(answer, {
      obey: options.obey,
      async take(line) {
        if (!('hello' in line)) return options.take(line)
        state.following = true
        state.begun = true
        options.startAnew(line.hello)
        logger.info({}, 'following the writer')
        started.resolve()
      },
    })
  }

  /** Without the writer: events as far as they are durable. Of changes, only it knows up to where none is under way. */
  async function askDatabase(): Promise<void> {
    const events = await getEventPosition(db, options.writerId)
    if (events === state.known) return
    state.known = events
    options.startAnew({ events })
  }

  const running = run()
  return {
    isFollowing: () => state.following,
    hasBegun: () => state.begun,
    started: started.promise,
    async close() {
      state.closed = true
      state.answer?.destroy()
      link.close()
      await running
    },
  }
}

/** Takes the lines of an answer one after the other until it ends. What a process has to do at once waits for none. */
async function readLines(answer: IncomingMessage, on: Pick<FollowerOptions, 'obey' | 'take'>): Promise<void> {
  const ended = Promise.withResolvers<void>()
  const queue: FeedLine[] = []
  let rest = ''
  let pumping = false

  async function pump(): Promise<void> {
    if (pumping) return
    pumping = true
    try {
      for (let line = queue.shift(); line !== undefined; line = queue.shift()) await on.take(line)
    } catch (error) {
      ended.reject(error)
    }
    pumping = false
  }

  answer.setEncoding('utf8')
  answer.on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      const line: FeedLine = JSON.parse(text)
      if ('notice' in line) on.obey(line.notice)
      else queue.push(line)
    }
    if (rest.length > MAX_LINE_CHARS || queue.length > MAX_QUEUED) ended.reject(new Error('too far behind the writer'))
    void pump()
  })
  answer.once('close', () => ended.resolve())
  answer.once('error', (error) => ended.reject(error))
  try {
    await ended.promise
  } finally {
    queue.length = 0
    answer.destroy()
  }
}
