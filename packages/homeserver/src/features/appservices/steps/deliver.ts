// Sends the queued transactions of an application service: one after the other, each until it has arrived.
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../../db/pool.ts'
import type { Clock, Logger } from '../../../deps.ts'
import { clientJsonOf } from '../../../engine/client-event.ts'
import { timelineEventOf } from '../../../engine/row-mapping.ts'
import { eventsWithin } from '../../../engine/within.ts'
import type { Read } from '../../../http/reveal-tap.ts'
import { shownReads } from '../../../http/shown.ts'
import type { OutgoingTap } from '../../../outgoing/outgoing-tap.ts'
import type { NextTransaction } from '../appservices-store.ts'
import { deleteTransaction, findActedAs, findNextTransaction, listTransactionEvents } from '../appservices-store.ts'
import type { CallAppservice } from '../outgoing-calls.ts'
import type { Registration } from '../registration.ts'

/** What sending needs. */
export interface DeliverDeps {
  db: Db
  clock: Clock
  logger: Logger
  tap: OutgoingTap
  call: CallAppservice
}

/** The sender of one application service. */
export interface Delivery {
  wake(): void
  close(): Promise<void>
}

const RETRY_FIRST_MS = 500
const RETRY_MAX_MS = 5 * 60_000

/** Starts with what an earlier process left. */
export function startDelivery(deps: DeliverDeps, registration: Registration): Delivery {
  let closed = false
  let woken = true
  let running: Promise<void> | undefined
  let retryMs = RETRY_FIRST_MS
  let timer: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    while (woken && !closed) {
      woken = false
      while (!closed && (await sendNext(deps, registration))) retryMs = RETRY_FIRST_MS
    }
  }

  function start(): void {
    timer = undefined
    if (closed || running !== undefined) return
    running = run()
      .catch((error: unknown) => {
        deps.logger.warn({ err: error, appservice: registration.id, retryMs }, 'an application service did not take a transaction')
        woken = true
        if (closed) return
        timer = setTimeout(start, retryMs)
        timer.unref()
        retryMs = Math.min(retryMs * 2, RETRY_MAX_MS)
      })
      .finally(() => {
        running = undefined
        if (woken && timer === undefined) start()
      })
  }

  start()
  return {
    wake() {
      woken = true
      // While it does not answer, news wait for the next try like everything before them.
      if (timer === undefined) start()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Sends the first transaction and forgets it once it has arrived. False: there is none. */
async function sendNext(deps: DeliverDeps, registration: Registration): Promise<boolean> {
  const { db, tap } = deps
  const next = await findNextTransaction(db, registration.id)
  if (next === undefined) return false
  const { text, reads } = await write(deps, registration, next)
  const sender = await findActedAs(db, registration.senderId, '')
  const to = { userNid: sender?.userNid ?? 0, deviceNid: 0, destination: `appservice:${registration.id}` }
  const body = await tap.disclose('appservice.transaction', text, { to, reads })
  const { status } = await deps.call(registration, { method: 'PUT', path: `/transactions/${encodeURIComponent(next.txnId)}`, body })
  if (status !== 200) throw new Error(`the application service answered ${status}`)
  await deleteTransaction(db, registration.id, next.queued)
  return true
}

async function write(deps: DeliverDeps, registration: Registration, next: NextTransaction): Promise<{ text: string; reads: Read[] }> {
  const rows = await listTransactionEvents(deps.db, registration.id, next.queued)
  const viewer = { userId: '', deviceNid: 0, now: deps.clock.now() }
  const found = rows.map((row) => ({ ...row, event: timelineEventOf(row) }))
  const within = new Set(found.flatMap(({ event }) => eventsWithin(event)).map(({ position }) => position))
  const events = found.map(({ roomId, event }) => clientJsonOf(roomId, event, viewer, { texts: new Map(), within }))
  const reads = [...Map.groupBy(found, (row) => row.roomNid)].flatMap(([roomNid, list]): Read[] =>
    shownReads({ kind: 'events', roomNid }, list.flatMap(({ event }) => [event.position, ...eventsWithin(event).map(({ position }) => position)])),
  )
  const others = next.others === '{}' ? '}' : `,${next.others.slice(1)}`
  return { text: `{"events":[${events.join(',')}]${others}`, reads: [...reads, ...parseReads(next.otherReads)] }
}

function parseReads(text: string): Read[] {
  const list = parseJson(text)
  return (Array.isArray(list) ? list : []).filter(isJsonObject).map((each) => ({
    kind: each['kind'] === 'keys' ? 'keys' : 'people',
    count: Number(each['count']),
    ...(typeof each['roomNid'] === 'number' ? { roomNid: each['roomNid'] } : {}),
  }))
}
