// The breach, replayed: the country is made, one account is taken, everything it can reach is taken out through a proxy that
// notes what leaves; then it is contained, reported on, and the report is held against what the proxy has noted.

import { performance } from 'node:perf_hooks'
import { MatrixApi, type Account } from '../matrix/api.ts'
import { at, registerAccounts } from '../matrix/population.ts'
import { insertRole, insertSessions } from '../people/sessions-store.ts'
import type { Target } from '../targets/target.ts'
import { makeCountry } from './country.ts'
import { withDatabase } from '../people/database-store.ts'
import { compare, type Comparison } from './compare.ts'
import { raid, type Loot, type Manner } from './intruder.ts'
import { readLedgerOf, type LedgerWord } from './ledger-store.ts'
import { openRecordingProxy } from './recording-proxy.ts'
import { readReportOn, type ReadReport } from './report-calls.ts'
import type { CountrySizes } from './sizes.ts'
import type { Truth } from './truth.ts'

/** What one manner of raid came to. */
export interface Raided {
  manner: string
  loot: Loot
  raidMs: number
  /** From the call to the answer "contained". */
  containMs: number
  /** From the order of the report to its end. */
  reportMs: number
  /** The longest that a page of its lists took at the desk. */
  slowestPageMs: number
  archiveBytes: number | null
  totals: ReadReport['totals']
  /** What a row of the ledger takes, bytes. */
  rowBytes: number
  /** The intruder's session against what left for it. */
  intruder: Comparison
  /** The owner's session, which is told apart from it. */
  owner: Comparison
}

/** What the replay needs. */
export interface ReplayDeps {
  target: Target
  say: (text: string) => void
}

/** Makes the country and replays the breach in each manner, each with an account of its own. */
export async function replay({ target, say }: ReplayDeps, sizes: CountrySizes, manners: readonly Manner[]): Promise<Raided[]> {
  using api = new MatrixApi(target.address, { sharedSecret: target.sharedSecret })
  const [founder, officer, ...victims] = await registerAccounts({ api, folder: undefined, say }, 2 + manners.length)
  if (founder === undefined || officer === undefined) throw new Error('nobody was registered')
  await insertRole(target, officer.userId, 'security_officer')
  await makeCountry({ target, api, founder, say }, sizes)
  const raided: Raided[] = []
  for (const [index, manner] of manners.entries()) raided.push(await replayOne({ target, api, say, officer, victim: at(victims, index), messages: sizes.messages }, manner))
  return raided
}

interface Scene extends ReplayDeps {
  api: MatrixApi
  officer: Account
  victim: Account
  messages: number
}

async function replayOne({ target, api, say, officer, victim, messages }: Scene, manner: Manner): Promise<Raided> {
  const [token = ''] = await insertSessions(target, victim.userId, 1)
  await using owner = await openRecordingProxy(target.address, ['127.0.1.1'])
  await using intruder = await openRecordingProxy(target.address, Array.from({ length: manner.addresses }, (_, index) => `127.0.2.${index + 1}`))
  await readAsOwner(owner.address, victim)
  const start = performance.now()
  let contained: Promise<Contained> | undefined
  const watch = ({ events }: Loot): void => {
    if (events >= messages * manner.until) contained ??= contain(api, officer, victim)
  }
  const loot = await raid(intruder.address, token, { manner, watch: manner.until < 1 ? watch : () => undefined })
  const raidMs = performance.now() - start
  say(`${manner.name}: ${loot.rooms} rooms, ${loot.events} events, ${loot.files} files (${loot.fileBytes} bytes) in ${Math.round(raidMs)} ms`)
  contained ??= contain(api, officer, victim)
  const { caseId, containMs } = await contained
  const of = { target, api, officer, victim, caseId }
  const [stolen, own] = [await judge(of, STOLEN_DEVICE, intruder.truth), await judge(of, victim.deviceId, owner.truth)]
  return {
    manner: manner.name, loot, raidMs, containMs,
    reportMs: stolen.report.madeMs, slowestPageMs: stolen.report.slowestPageMs, archiveBytes: stolen.report.archiveBytes, totals: stolen.report.totals,
    rowBytes: Math.round(stolen.word.blockBytes / Math.max(1, stolen.word.blockRows)),
    intruder: stolen.comparison, owner: own.comparison,
  }
}

interface Contained {
  caseId: number
  containMs: number
}

async function contain(api: MatrixApi, officer: Account, victim: Account): Promise<Contained> {
  const called = performance.now()
  const { case_id: caseId } = await api.call('POST', `/_chappe/desk/v1/accounts/${encodeURIComponent(victim.userId)}/contain`, officer.token,
    { reason: 'Somebody else reads with this account' }) as { case_id: number }
  return { caseId, containMs: performance.now() - called }
}

/** The first that `insertSessions` makes. */
const STOLEN_DEVICE = 'BENCH0'

interface Judging {
  target: Target
  api: MatrixApi
  officer: Account
  victim: Account
  caseId: number
}

/** Has a session reported on, and holds that against the truth. */
async function judge({ target, api, officer, victim, caseId }: Judging, deviceId: string, truth: Truth): Promise<{ report: ReadReport; word: LedgerWord; comparison: Comparison }> {
  const report = await readReportOn(api, officer.token, { userId: victim.userId, deviceId, caseId })
  const word = await withDatabase(target, (client) => readLedgerOf(client, victim.userId, deviceId))
  return { report, word, comparison: compare(truth, report, { word, self: victim.userId }) }
}

/** What the owner does meanwhile: it has to be told apart from what the intruder does. */
async function readAsOwner(address: MatrixApi['address'], victim: Account): Promise<void> {
  using api = new MatrixApi(address, { width: 1 })
  const { chunk } = await api.call('GET', '/_matrix/client/v3/publicRooms?limit=3', victim.token) as { chunk: { room_id: string }[] }
  for (const { room_id: roomId } of chunk) await api.join(victim.token, roomId)
  await api.call('GET', '/_matrix/client/v3/sync?timeout=0', victim.token)
}
