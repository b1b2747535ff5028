// Makes reports, one after the other; what a process that ended has left is taken up by the next one.
import type { DeskPorts } from '../../ports.ts'
import type { StoredReport } from './exposure-store.ts'
import { deleteEntries, insertEntries, setDone, setFailed, setProgress, takeNext } from './exposure-store.ts'
import type { EntryKind, NewEntry } from './exposure-store.ts'
import { makeReport } from './steps/make-report.ts'
import type { MadeReport } from './steps/make-report.ts'

/** The runner. */
export interface Runner {
  /** Something waits. */
  wake(): void
  /** Resolves when nothing waits any more. */
  settle(): Promise<void>
  close(): Promise<void>
}

const ENTRIES_AT_ONCE = 1000

/** Starts with what was left. */
export function startRunner(ports: DeskPorts): Runner {
  const { db, logger } = ports.ground
  let isWoken = true
  let isClosed = false
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (isWoken && !isClosed) {
      isWoken = false
      for (let next = await takeNext(db); next !== undefined && !isClosed; next = await takeNext(db)) await make(ports, next, () => isClosed)
    }
  }

  function start(): void {
    running ??= run()
      .catch((error: unknown) => logger.error({ err: error }, 'exposure reports could not be taken up'))
      .finally(() => (running = undefined))
  }

  start()
  return {
    wake() {
      isWoken = true
      start()
    },
    async settle() {
      while (running !== undefined) await running
    },
    async close() {
      isClosed = true
      await running
    },
  }
}

async function make(ports: DeskPorts, stored: StoredReport, isClosed: () => boolean): Promise<void> {
  const { db, clock, logger } = ports.ground
  const { reportNid, fromMs, toMs, caseNid } = stored
  try {
    const order = { subject: JSON.parse(stored.subject), fromMs, toMs, caseId: caseNid === null ? null : String(caseNid), madeAtMs: clock.now() }
    const made = await makeReport(ports, order, async (done) => {
      if (isClosed()) throw new Error('the server is about to stop')
      await setProgress(db, reportNid, done)
    })
    await store(ports, reportNid, made)
  } catch (error) {
    // What the end of the process has cut short begins anew with the next one.
    if (isClosed()) return
    logger.error({ err: error, reportNid }, 'an exposure report could not be made')
    await setFailed(db, reportNid, error instanceof RangeError ? error.message : 'It could not be made; the log of the server says why')
  }
}

/** Everything at once: a report is there as a whole, or not at all. */
async function store({ ground }: DeskPorts, reportNid: number, { report }: MadeReport): Promise<void> {
  const { rooms, people, files, ...summary } = report
  await ground.db.transaction().execute(async (tx) => {
    await deleteEntries(tx, reportNid)
    const lists: [EntryKind, readonly { class: string; sessions?: readonly string[] }[]][] = [['room', rooms], ['person', people], ['file', files]]
    for (const [kind, list] of lists) {
      for (let first = 0; first < list.length; first += ENTRIES_AT_ONCE) {
        const entries = list.slice(first, first + ENTRIES_AT_ONCE).map((each): NewEntry => ({ class: each.class, sessions: each.sessions ?? [], body: JSON.stringify(each) }))
        await insertEntries(tx, { reportNid, kind, first }, entries)
      }
    }
    await setDone(tx, reportNid, { madeAtMs: report.madeAtMs, summary: JSON.stringify(summary) })
  })
}
