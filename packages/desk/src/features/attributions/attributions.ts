// Leak attribution: given what has leaked, the accounts and sessions that were shown it. It says who had it, not who has
// given it away: a photograph of somebody else's screen leaves no row.
import { MatrixError } from '@chappe/contract'
import type { Background } from '../../background.ts'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import type { Agreement, DeskRequests } from '../requests/requests.ts'
import type { StoredAttribution } from './attributions-store.ts'
import { attributionJobs, findAgreed, insertAttribution, listAgreed, setAgreed } from './attributions-store.ts'
import type { Leaked } from './steps/find-leaked.ts'
import { findNamed, prepareSearch } from './steps/find-leaked.ts'
import type { Found } from './steps/work-out.ts'

export type { StoredAttribution } from './attributions-store.ts'
export { startAttributions } from './runner.ts'
export type { Found, Suspect } from './steps/work-out.ts'

/** What is asked for. */
export type AttributionInput = Partial<Pick<Leaked, 'events' | 'places' | 'texts' | 'files'>> & { room_id?: string | undefined; from_ms?: number | undefined; to_ms?: number | undefined } & Reason

/** What is there of it by the time it is asked for. */
export interface AskedAttribution {
  requestNid: number
  events: number
  files: number
  toLookFor: number
  missing: string[]
}

/** An attribution, with what was found where it is done. */
export interface Attribution {
  stored: StoredAttribution
  found: Found | null
}

/** The operations. What takes the number of a request throws `M_NOT_FOUND` where nothing was agreed to, and for everybody but the two. */
export interface Attributions {
  /** Throws `M_NOT_FOUND` where nothing of what is named is there. */
  ask(call: DeskCall, input: AttributionInput): Promise<AskedAttribution>
  list(call: DeskCall, page: { from: number; limit: number }): Promise<StoredAttribution[]>
  get(call: DeskCall, requestNid: number): Promise<Attribution>
  /** Throws `M_BAD_STATE` where it is over. */
  cancel(call: DeskCall, requestNid: number, reason: string): Promise<void>
}

const LATEST_MS = 8_640_000_000_000_000

/** What becomes of what two people have agreed to. */
export function attributionAgreement(runner: Pick<Background, 'wake'>): Agreement {
  return { within: setAgreed, after: () => runner.wake() }
}

/** Ties the operations. */
export function createAttributions(context: DeskContext, requests: Pick<DeskRequests, 'ask'>): Attributions {
  const { db, clock } = context.ports.ground

  async function getOwn({ session }: DeskCall, requestNid: number): Promise<StoredAttribution> {
    const stored = await findAgreed(db, requestNid, session.userNid)
    if (stored === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such attribution, or it was not agreed to' })
    return stored
  }

  return {
    async ask(call, { events = [], places = [], texts = [], files = [], room_id: roomId, from_ms: fromMs = 0, to_ms: toMs = clock.now(), ...reason }) {
      const asked = [[events.length, 'events'], [places.length, 'places'], [texts.length, 'texts'], [files.length, 'files']].filter(([count]) => count !== 0)
      const target = `readers of ${asked.map(([count, what]) => `${count} ${what}`).join(', ')}`
      return actWith(context, call, { ...reason, target }, async (recorded) => {
        if (fromMs > toMs || toMs > LATEST_MS) throw new MatrixError('M_INVALID_PARAM', { message: 'That time ends before it begins, or never' })
        const named = await findNamed(db, { events, files })
        const { sought, missing } = await prepareSearch(db, { places, texts, roomId })
        const toLookFor = sought.hashes.length + sought.moments.length
        if (named.places.length + named.mediaIds.length + toLookFor === 0) throw new MatrixError('M_NOT_FOUND', { message: 'Nothing of that is there' })
        const wanted = { fromMs, toMs, places: named.places, mediaIds: named.mediaIds, sought: JSON.stringify(sought) }
        const { requestNid } = await requests.ask(call, { ...reason, target }, recorded, (tx, request) => insertAttribution(tx, request, wanted))
        return { requestNid, events: named.places.length, files: named.mediaIds.length, toLookFor, missing: [...named.missing, ...missing] }
      })
    },
    list: ({ session }, page) => listAgreed(db, session.userNid, page),
    async get(call, requestNid) {
      const stored = await getOwn(call, requestNid)
      // Written by `runner.ts`.
      return { stored, found: stored.result === null ? null : JSON.parse(stored.result) }
    },
    cancel: (call, requestNid, reason) =>
      actWith(context, call, { target: `request ${requestNid}`, reason }, async ({ done }) => {
        await getOwn(call, requestNid)
        await db.transaction().execute(async (tx) => {
          if (!(await attributionJobs.setCancelled(tx, requestNid))) throw new MatrixError('M_BAD_STATE', { message: 'That attribution is done, or was cancelled' })
          await done(tx, { requestNid })
        })
      }),
  }
}
