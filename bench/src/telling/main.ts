// The command `npm run bench -- telling`: how fast people are told what of theirs was shown, in the messenger and by mail,
// and what others who use the server meanwhile notice of it.

import { performance } from 'node:perf_hooks'
import { readCpu, subtractCpu, type CpuReading } from '../measure/cpu.ts'
import { readMachineFacts, readRevision, type MachineFacts } from '../measure/machine.ts'
import { MatrixApi } from '../matrix/api.ts'
import { registerAccounts } from '../matrix/population.ts'
import { withDatabase } from '../people/database-store.ts'
import { makePeople } from '../people/names.ts'
import { insertPeople } from '../people/people-store.ts'
import { REPOSITORY } from '../targets/chappe.ts'
import type { Target } from '../targets/target.ts'
import type { MailSink } from './mail-sink.ts'
import { insertBatch, readTold } from './notices-store.ts'
import { talk, type TalkFigures } from './talk.ts'

/** What came out, for the result file. */
export interface TellingResult {
  benchmark: 'telling'
  startedAt: string
  revision: string
  machine: MachineFacts
  people: number
  /** Until everybody was told in the messenger, and until the last mail was handed over. */
  toldMs: number
  mailedMs: number
  failed: number
  cpu: CpuReading
  /** A talk of two people before, and meanwhile. */
  before: TalkFigures
  meanwhile: TalkFigures
}

const BATCH = 5_000
/** The breach's: 73,467 people. */
const PEOPLE = 73_467
const QUIET_MS = 10_000
const LOOK_EVERY_MS = 250

/** Runs it on a Chappe that the bench started, with this mail server. */
export async function runTelling(target: Target, sink: MailSink, { scale, say }: { scale: number; say: (text: string) => void }): Promise<TellingResult> {
  using api = new MatrixApi(target.address, { sharedSecret: target.sharedSecret })
  const startedAt = new Date().toISOString()
  const people = Math.max(1, Math.round(PEOPLE * scale))
  const [officer, speaker, listener] = await registerAccounts({ api, folder: undefined, say }, 3)
  if (officer === undefined || speaker === undefined || listener === undefined) throw new Error('nobody was registered')
  const quietUntil = performance.now() + QUIET_MS
  const before = await talk(api, [speaker, listener], () => performance.now() > quietUntil)
  const told = await withDatabase(target, async (client) => {
    const all = makePeople(0, people)
    for (let start = 0; start < people; start += BATCH) await insertPeople(client, all.slice(start, start + BATCH))
    const first = readCpu(target.owners())
    const batch = await insertBatch(client, officer.userId, all.map(({ localpart }) => `@${localpart}:localhost`))
    const start = performance.now()
    let [toldMs, mailedMs] = [0, 0]
    let isOver = false
    const talking = talk(api, [speaker, listener], () => isOver)
    let failed = 0
    for (let lastSaid = start; toldMs === 0 || mailedMs === 0; ) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      const now = performance.now()
      const standing = await readTold(client, batch)
      failed = standing.failed
      if (toldMs === 0 && standing.sent + failed === people) toldMs = now - start
      if (mailedMs === 0 && sink.taken() >= people) mailedMs = now - start
      if (now - lastSaid < 5_000) continue
      lastSaid = now
      say(`${standing.sent} told, ${sink.taken()} mails, ${Math.round((now - start) / 1000)} s`)
    }
    isOver = true
    return { toldMs, mailedMs, failed, meanwhile: await talking, cpu: subtractCpu(readCpu(target.owners()), first) }
  })
  return { benchmark: 'telling', startedAt, revision: readRevision(REPOSITORY), machine: readMachineFacts(), people, before, ...told }
}

/** The result as lines for people. */
export function printTelling({ people, toldMs, mailedMs, failed, before, meanwhile, cpu }: TellingResult): string {
  const rate = (ms: number): string => ((1000 * people) / ms).toFixed(1)
  const of = ({ messages, p50Ms, p99Ms, maxMs }: TalkFigures): string => `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, at most ${maxMs.toFixed(0)} ms (${messages} messages)`
  return [
    `${people} people told in ${(toldMs / 1000).toFixed(1)} s (${rate(toldMs)}/s, ${failed} failed), mails in ${(mailedMs / 1000).toFixed(1)} s (${rate(mailedMs)}/s)`,
    `CPU ${((cpu.serverUs ?? 0) / people / 1000).toFixed(2)} ms a person of the server, ${((cpu.databaseUs ?? 0) / people / 1000).toFixed(2)} ms of the database`,
    `a talk meanwhile: ${of(meanwhile)}; before: ${of(before)}`,
  ].join('\n')
}
