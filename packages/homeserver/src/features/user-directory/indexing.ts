// Keeps the keys of the directory in step with accounts and names, behind whatever changed them.
import { parseUserId } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Logger } from '../../deps.ts'
import { jobKeysOf, jobPrefixOf, keysOf, prefixOf } from './directory-keys.ts'
import type { DuePerson } from './user-directory-store.ts'
import { deleteDue, listDue, replaceKeys } from './user-directory-store.ts'

/** The work that follows changes. */
export interface Indexing {
  /** Somebody has changed; their keys follow in a moment. */
  wake(): void
  /** Waits until the changes before this call are in, but not for a backlog. */
  settle(): Promise<void>
  /** Lets the batch under way end, and begins no other. */
  close(): Promise<void>
}

const BATCH = 1000
/** A change is followed at once; a long backlog leaves most of the time to others. */
const PAUSE_MS = 5
const RETRY_MS = 5_000
const LOOK_MS = 1000
const SETTLE_MS = 250

/** What it needs. */
export interface IndexingDeps {
  db: Db
  logger: Logger
  /** People are looked for among those of one organisation: their keys stand under it as well. */
  byOrganisation: boolean
}

/** Starts with what an earlier process left, after start-up and without holding it up. */
export function startIndexing(deps: IndexingDeps): Indexing {
  const { db, logger, byOrganisation } = deps
  let closed = false
  let woken = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function drain(): Promise<void> {
    do {
      woken = false
      while (!closed && (await indexBatch(db, byOrganisation)) === BATCH) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    } while (woken && !closed)
  }

  function start(): void {
    timer = undefined
    if (closed) return
    running ??= drain()
      .catch((error: unknown) => {
        logger.warn({ err: error }, 'the user directory could not follow')
        schedule(RETRY_MS)
      })
      .finally(() => {
        running = undefined
        // Not everything that shows or hides somebody wakes this: a state that changed, another process.
        if (!closed) schedule(woken ? 0 : LOOK_MS)
      })
  }

  function schedule(ms: number): void {
    timer ??= setTimeout(start, ms)
    timer.unref()
  }

  schedule(PAUSE_MS)
  return {
    wake() {
      woken = true
      if (running !== undefined) return
      clearTimeout(timer)
      timer = undefined
      schedule(0)
    },
    async settle() {
      if (timer !== undefined && running === undefined && woken) {
        clearTimeout(timer)
        start()
      }
      if (running === undefined) return
      let limit: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => (limit = setTimeout(resolve, SETTLE_MS)))
      await Promise.race([running, late])
      clearTimeout(limit)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}

/** Makes the keys of the first people who are due; gives back how many rows said so. */
async function indexBatch(db: Db, byOrganisation: boolean): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { dueNids, people } = await listDue(tx, BATCH)
    if (dueNids.length === 0) return 0
    await replaceKeys(tx, people, keysOfAll(people, byOrganisation))
    await deleteDue(tx, dueNids)
    return dueNids.length
  })
}

function keysOfAll(people: readonly DuePerson[], byOrganisation: boolean): { keys: string[]; userNids: number[] } {
  const keys: string[] = []
  const userNids: number[] = []
  for (const person of people) {
    const { userNid, userId, displayName, organisationNid, isListed } = person
    if (!isListed) continue
    const plain = keysOf({ localpart: parseUserId(userId)?.localpart ?? '', displayName })
    const all = byOrganisation ? [...plain, ...plain.map((key) => prefixOf(organisationNid) + key)] : [...plain]
    const jobPrefix = jobPrefixOf(byOrganisation ? organisationNid : 'everybody')
    all.push(...jobKeysOf(person).map((key) => jobPrefix + key))
    keys.push(...all)
    userNids.push(...all.map(() => userNid))
  }
  return { keys, userNids }
}
