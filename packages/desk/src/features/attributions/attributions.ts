// Leak attribution: given what has leaked, the accounts and sessions that were shown it. It says who had it, not who has
// given it away: a photograph of somebody else's screen leaves no row.
import { MatrixError } from '@chappe/contract'
import { createCoverage } from '@chappe/ledger'
import type { Covering, LeakTarget } from '@chappe/ledger'
import type { DeskContext } from '../../deps.ts'
import type { DeskCall, Reason } from '../accounts/accounts.ts'
import { actWith } from '../containment/containment.ts'
import type { DeskRequests } from '../requests/requests.ts'
import { findAttribution, insertAttribution, listEventsAt } from './attributions-store.ts'
import type { FoundLeaked, Leaked } from './steps/find-leaked.ts'
import { findLeaked } from './steps/find-leaked.ts'

/** What is asked for. */
export type AttributionInput = Partial<Pick<Leaked, 'events' | 'places' | 'texts' | 'files'>> & { room_id?: string | undefined; from_ms?: number | undefined; to_ms?: number | undefined } & Reason

/** Somebody who was shown some of it. */
export interface Suspect extends Covering {
  userId: string
  displayName: string | null
  deviceId: string | null
  deviceName: string | null
  /** How many of the targets they have written themselves. */
  wrote: number
}

/** What was found. */
export interface Attribution {
  fromMs: number
  toMs: number
  targets: { eventId: string | null; mxc: string | null; readers: number }[]
  sessions: { any: number; some: number; all: number }
  isCut: boolean
  isWhole: boolean
  ranked: Suspect[]
}

/** The operations. */
export interface Attributions {
  /** Throws `M_NOT_FOUND` where nothing of what is named is there, `M_INVALID_PARAM` where it stands at too many places. */
  ask(call: DeskCall, input: AttributionInput): Promise<{ requestNid: number; found: FoundLeaked }>
  /** Throws `M_NOT_FOUND` where nothing was agreed to, where it is over, and for everybody but the two. */
  get(call: DeskCall, requestNid: number): Promise<Attribution>
}

const RANKED_MAX = 200
const LATEST_MS = 8_640_000_000_000_000

/** Ties the operations. One is worked out at a time: each goes through the ledger. */
export function createAttributions(context: DeskContext, requests: Pick<DeskRequests, 'ask' | 'findAgreed'>): Attributions {
  const { db, clock } = context.ports.ground
  let last: Promise<unknown> = Promise.resolve()
  return {
    async ask(call, { events = [], places = [], texts = [], files = [], room_id: roomId, from_ms: fromMs = 0, to_ms: toMs = clock.now(), ...reason }) {
      const asked = [[events.length, 'events'], [places.length, 'places'], [texts.length, 'texts'], [files.length, 'files']].filter(([count]) => count !== 0)
      const target = `readers of ${asked.map(([count, what]) => `${count} ${what}`).join(', ')}`
      return actWith(context, call, { ...reason, target }, async (recorded) => {
        if (fromMs > toMs || toMs > LATEST_MS) throw new MatrixError('M_INVALID_PARAM', { message: 'That time ends before it begins, or never' })
        const found = await findLeaked(db, { events, places, texts, roomId, files, fromMs, toMs })
        if (found.places.length + found.mediaIds.length === 0) throw new MatrixError('M_NOT_FOUND', { message: 'Nothing of that is there' })
        const wanted = { fromMs, toMs, rooms: found.places.map(({ room }) => room), positions: found.places.map(({ position }) => position), mediaIds: found.mediaIds }
        const { requestNid } = await requests.ask(call, { ...reason, target }, recorded, (tx, request) => insertAttribution(tx, request, wanted))
        return { requestNid, found }
      })
    },
    async get(call, requestNid) {
      const request = await requests.findAgreed(requestNid)
      const isOfTwo = request?.operation === 'askAttribution' && [request.askedBy, request.decidedBy].includes(call.session.userId)
      if (!isOfTwo) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such attribution, or it was not agreed to' })
      const work = last.then(() => workOut(context, requestNid))
      last = work.catch(() => undefined)
      return work
    },
  }
}

async function workOut({ ports }: DeskContext, requestNid: number): Promise<Attribution> {
  const { provenLedger, exposure, ground } = ports
  const wanted = await findAttribution(ground.db, requestNid)
  if (wanted === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such attribution' })
  const { fromMs, toMs, rooms, positions, mediaIds } = wanted
  const places = rooms.map((room, index) => ({ room, position: positions[index] ?? 0 }))
  const targets: LeakTarget[] = [...places.map((place) => ({ kind: 'event' as const, ...place })), ...mediaIds.map((mediaId) => ({ kind: 'file' as const, mediaId }))]
  const coverage = createCoverage(targets)
  const head = await provenLedger.sign()
  for await (const rows of provenLedger.read({ fromMs, toMs }, head.size)) for (const row of rows) coverage.add(row)
  const events = await listEventsAt(ground.db, places)
  const eventAt = new Map(events.map((each) => [`${each.room}/${each.position}`, each]))
  const readers = coverage.readers()
  const { sessions: any, some, all } = coverage.counts()
  const [{ broken }, forgottenUpTo] = [await provenLedger.standing(), await provenLedger.forgottenUpTo()]
  return {
    fromMs,
    toMs,
    targets: targets.map((target, index) => ({
      eventId: target.kind === 'event' ? (eventAt.get(`${target.room}/${target.position}`)?.eventId ?? null) : null,
      mxc: target.kind === 'file' ? `mxc://${exposure.serverName}/${target.mediaId}` : null,
      readers: readers[index] ?? 0,
    })),
    sessions: { any, some, all },
    isCut: coverage.isCut,
    isWhole: broken === undefined && (forgottenUpTo === 0 || forgottenUpTo < fromMs),
    ranked: await nameAll(ports, coverage.ranked(RANKED_MAX), events),
  }
}

async function nameAll({ exposure }: DeskContext['ports'], covering: readonly Covering[], events: readonly { sender: string }[]): Promise<Suspect[]> {
  const accounts = new Map((await exposure.accounts({ userNids: [...new Set(covering.map(({ account }) => account))] })).map((each) => [each.userNid, each]))
  const devices = new Map((await exposure.devices(covering.map(({ device }) => device))).map((each) => [each.deviceNid, each]))
  return covering.map((each) => {
    const { userId = `#${each.account}`, displayName = null } = accounts.get(each.account) ?? {}
    const device = devices.get(each.device)
    const wrote = events.filter(({ sender }) => sender === userId).length
    return { ...each, userId, displayName, deviceId: device?.deviceId ?? null, deviceName: device?.displayName ?? null, wrote }
  })
}
