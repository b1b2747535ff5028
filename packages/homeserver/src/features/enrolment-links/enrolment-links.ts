// Links that are good once, with which somebody registers a passkey: the first one, or a new one after all were lost.
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { EnrolmentLink } from './enrolment-links-store.ts'
import { deleteLink, deleteLinksOf, findLink, replaceLink } from './enrolment-links-store.ts'

/** What the feature is given. */
export interface EnrolmentLinksDeps {
  db: Db
  clock: Clock
  random: Random
  settings: { publicUrl: string }
}

/** How a link stands. */
export type LinkState = { state: 'gone' } | { state: 'early'; goodFromMs: number } | ({ state: 'good' } & Pick<EnrolmentLink, 'userId' | 'userNid' | 'kind'>)

/** The operations of this feature. A link replaces those that the account had before. */
export interface EnrolmentLinks {
  /** A link for an account that has no passkey yet, good for a day. */
  issueFirst(userNid: number): Promise<string>
  /** A link for an account whose passkeys are lost, good for a day from `RECOVERY_WAIT_MS` on. */
  issueRecovery(userNid: number): Promise<{ url: string; goodFromMs: number }>
  look(token: string): Promise<LinkState>
  /** Takes a link: whoever comes second finds it gone. */
  spend(token: string): Promise<LinkState>
  /** Within a transaction, if there is one. */
  endAllOf(userNid: number, tx?: Tx): Promise<void>
}

const LIFETIME_MS = 24 * 60 * 60_000
/** Long enough that whoever still has a device hears of it before it can be used. */
const RECOVERY_WAIT_MS = 24 * 60 * 60_000

/** Ties the operations to what they need. */
export function createEnrolmentLinks({ db, clock, random, settings }: EnrolmentLinksDeps): EnrolmentLinks {
  async function issue(userNid: number, kind: EnrolmentLink['kind'], waitMs: number): Promise<{ url: string; goodFromMs: number }> {
    const token = random.text(43)
    const now = clock.now()
    const goodFromMs = now + waitMs
    const link = { hash: hashOf(token), userNid, kind, goodFromMs, expiresAtMs: goodFromMs + LIFETIME_MS, now }
    await db.transaction().execute((tx) => replaceLink(tx, link))
    const url = new URL('/enrol', settings.publicUrl)
    url.searchParams.set('token', token)
    return { url: url.href, goodFromMs }
  }

  function stateOf(link: EnrolmentLink | undefined): LinkState {
    if (link === undefined || link.expiresAtMs <= clock.now()) return { state: 'gone' }
    if (link.goodFromMs > clock.now()) return { state: 'early', goodFromMs: link.goodFromMs }
    return { state: 'good', userId: link.userId, userNid: link.userNid, kind: link.kind }
  }

  return {
    issueFirst: async (userNid) => (await issue(userNid, 'first', 0)).url,
    issueRecovery: (userNid) => issue(userNid, 'recovery', RECOVERY_WAIT_MS),
    look: async (token) => stateOf(await findLink(db, hashOf(token))),
    spend: (token) =>
      db.transaction().execute(async (tx) => {
        const hash = hashOf(token)
        const state = stateOf(await findLink(tx, hash))
        if (state.state === 'good' && !(await deleteLink(tx, hash))) return { state: 'gone' }
        return state
      }),
    endAllOf: (userNid, tx) => deleteLinksOf(tx ?? db, userNid),
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
