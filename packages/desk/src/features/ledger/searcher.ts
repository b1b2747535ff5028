// Works searches of the ledger out, behind the requests: where in the tree the rows are that two people have agreed to look
// at. What they are is read again when somebody looks, so that no second copy of the record lies about.
import type { Tx } from '@chappe/homeserver/ports'
import type { Background } from '../../background.ts'
import type { Progress } from '../../jobs.ts'
import { JobFailure, startJobs } from '../../jobs.ts'
import type { DeskPorts } from '../../ports.ts'
import type { AgreedRequests, FoundEvidence } from './agreed.ts'
import { forgetOver, insertSearch, searchJobs, setLeaves } from './evidence-store.ts'
import type { SearchFailure } from './evidence-store.ts'
import { targetOf } from './search-target.ts'
import { wantedOf } from './steps/wanted-rows.ts'

/** An answer of that many rows is one that nobody reads, and a file of some hundred megabytes. */
const ROWS_MAX = 200_000
const LOOK_EVERY_MS = 3_600_000

/** What becomes of what two people have agreed to. */
export function searchAgreement(searching: Pick<Background, 'wake'>): { within(tx: Tx, requestNid: number): Promise<void>; after(): void } {
  return { within: insertSearch, after: () => searching.wake() }
}

/** Starts with what was left. */
export function startSearches(ports: DeskPorts, requests: AgreedRequests): Background {
  const { clock } = ports.ground
  return startJobs(ports, {
    name: 'ledger search',
    store: searchJobs,
    tidy: { everyMs: LOOK_EVERY_MS, work: (db) => forgetOver(db, clock.now()) },
    work: async (requestNid, progress) => JSON.stringify(await search(ports, requests, { requestNid, progress })),
  })
}

async function search(ports: DeskPorts, requests: AgreedRequests, { requestNid, progress }: { requestNid: number; progress: Progress }): Promise<FoundEvidence> {
  const { provenLedger, ground } = ports
  const request = await requests.findAgreed(requestNid)
  const target = request === undefined ? undefined : targetOf(request)
  const { size, note } = await provenLedger.sign()
  const leaves: number[] = []
  // Nobody can read any more what was asked for too long ago.
  if (target !== undefined) {
    const { fromMs, toMs } = target
    for await (const rows of provenLedger.read({ fromMs, toMs, ...(await wantedOf(ports, target)) }, size)) {
      for (const { leaf } of rows) leaves.push(leaf)
      if (leaves.length > ROWS_MAX) throw new JobFailure<SearchFailure>('too_many_rows')
      await progress((rows.at(-1)?.leaf ?? 0) / Math.max(1, size))
    }
  }
  await setLeaves(ground.db, requestNid, leaves.toSorted((a, b) => a - b))
  return { head: { size, note }, rows: leaves.length }
}
