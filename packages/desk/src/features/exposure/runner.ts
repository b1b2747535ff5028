// Makes reports, one after the other; what a process that ended has left is taken up by the next one.
import type { Tx } from '@chappe/homeserver/ports'
import type { ExposureReport } from '@chappe/ledger'
import type { Background } from '../../background.ts'
import { startInBackground } from '../../background.ts'
import type { DeskPorts } from '../../ports.ts'
import type { StoredReport } from './exposure-store.ts'
import { deleteEntries, insertArchivePart, insertEntries, setDelivered, setDone, setFailed, setProgress, takeNext } from './exposure-store.ts'
import type { EntryKind, NewEntry } from './exposure-store.ts'
import { makeReport } from './steps/make-report.ts'
import { writeArchive } from './steps/write-archive.ts'
import type { MadeReport } from './steps/make-report.ts'
import { TooManyRows } from './steps/read-rows.ts'

const KINDS: readonly EntryKind[] = ['room', 'person', 'file']
const ENTRIES_AT_ONCE = 1000
const PART_BYTES = 1_000_000

/** Starts with what was left. */
export function startRunner(ports: DeskPorts): Background {
  const { db, logger } = ports.ground
  return startInBackground(
    async (isClosed) => {
      for (let next = await takeNext(db); next !== undefined && !isClosed(); next = await takeNext(db)) await make(ports, next, isClosed)
    },
    { failed: (error) => logger.error({ err: error }, 'exposure reports could not be taken up') },
  )
}

async function make(ports: DeskPorts, stored: StoredReport, isClosed: () => boolean): Promise<void> {
  const { db, clock, logger } = ports.ground
  const { reportNid, fromMs, toMs, caseNid } = stored
  try {
    const order = { subject: JSON.parse(stored.subject), fromMs, toMs, caseId: caseNid === null ? null : String(caseNid), madeAtMs: clock.now(), isExercise: stored.isExercise }
    const made = await makeReport(ports, order, {
      async progress(done) {
        if (isClosed()) throw new Error('the server is about to stop')
        await setProgress(db, reportNid, done)
      },
      delivered: (report) =>
        db.transaction().execute(async (tx) => {
          await storeLists(tx, reportNid, report, KINDS)
          await setDelivered(tx, reportNid, summaryOf(report))
        }),
    })
    await store(ports, reportNid, made)
  } catch (error) {
    // What the end of the process has cut short begins anew with the next one.
    if (isClosed()) return
    logger.error({ err: error, reportNid }, 'an exposure report could not be made')
    await setFailed(db, reportNid, error instanceof TooManyRows ? 'too_many_rows' : 'broken')
  }
}

/** What is done is there as a whole, or not at all. The list of people is that of what was delivered, which is stored already. */
async function store({ ground, provenLedger }: DeskPorts, reportNid: number, { report, rows, head }: MadeReport): Promise<void> {
  const evidence = await provenLedger.proveRows(rows, head)
  const sign = (manifest: Uint8Array): string => provenLedger.signManifest(manifest)
  await ground.db.transaction().execute(async (tx) => {
    await storeLists(tx, reportNid, report, ['room', 'file'])
    const archiveBytes = await storeArchive(tx, reportNid, writeArchive({ report, evidence, sign }))
    await setDone(tx, reportNid, { madeAtMs: report.madeAtMs, summary: summaryOf(report), archiveBytes })
  })
}

/** Puts long lists of a report in the place of what there is of them. */
async function storeLists(tx: Tx, reportNid: number, { rooms, people, files }: ExposureReport, kinds: readonly EntryKind[]): Promise<void> {
  const lists: Readonly<Record<EntryKind, readonly { class: string; sessions?: readonly string[] }[]>> = { room: rooms, person: people, file: files }
  await deleteEntries(tx, reportNid, kinds)
  for (const kind of kinds) {
    const list = lists[kind]
    for (let first = 0; first < list.length; first += ENTRIES_AT_ONCE) {
      const entries = list.slice(first, first + ENTRIES_AT_ONCE).map((each): NewEntry => ({ class: each.class, sessions: each.sessions ?? [], body: JSON.stringify(each) }))
      await insertEntries(tx, { reportNid, kind, first }, entries)
    }
  }
}

/** As it is stored: without the long lists. */
function summaryOf(report: ExposureReport): string {
  const lists: ReadonlySet<string> = new Set(['rooms', 'people', 'files'])
  return JSON.stringify(Object.fromEntries(Object.entries(report).filter(([name]) => !lists.has(name))))
}

/** Writes an archive down in parts; gives back how many bytes it has. */
async function storeArchive(tx: Tx, reportNid: number, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let [part, total, held] = [0, 0, 0]
  let waiting: Uint8Array[] = []
  const flush = async (isLast: boolean): Promise<void> => {
    const bytes = Buffer.concat(waiting)
    let at = 0
    for (; bytes.length - at >= PART_BYTES || (isLast && at < bytes.length); at += PART_BYTES, part += 1) await insertArchivePart(tx, reportNid, part, bytes.subarray(at, at + PART_BYTES))
    waiting = at < bytes.length ? [bytes.subarray(at)] : []
    held = Math.max(0, bytes.length - at)
  }
  for await (const chunk of chunks) {
    waiting.push(chunk)
    total += chunk.length
    held += chunk.length
    if (held >= PART_BYTES) await flush(false)
  }
  await flush(true)
  return total
}
