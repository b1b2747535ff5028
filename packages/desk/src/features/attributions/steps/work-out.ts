// Who was shown what has leaked: where it stands is found first, then the record of reads is gone through once.
import { createCoverage } from '@chappe/ledger'
import type { Covering, LeakTarget } from '@chappe/ledger'
import type { DeskPorts } from '../../../ports.ts'
import type { StoredAttribution } from '../attributions-store.ts'
import { listEventsAt } from '../leaked-store.ts'
import type { Sought } from './find-leaked.ts'
import { findSought, onePlaceEach } from './find-leaked.ts'

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
export interface Found {
  targets: { eventId: string | null; mxc: string | null; readers: number }[]
  missing: string[]
  missingTexts: number
  sessions: { any: number; some: number; all: number }
  isCut: boolean
  isWhole: boolean
  ranked: Suspect[]
}

const RANKED_MAX = 200
/** Where texts are looked for, that is so much of the work. */
const SEARCH_PART = 0.4

/** Works it out; `progress` is told the part that is done, and may throw to end it. Throws `TooMuch` where nothing can be said. */
export async function workOut({ provenLedger, exposure, ground }: DeskPorts, stored: StoredAttribution, progress: (done: number) => Promise<void>): Promise<Found> {
  const { fromMs, toMs, rooms, positions, mediaIds } = stored
  // Written by `attributions.ts`.
  const sought: Sought = stored.sought === null ? { hashes: [], room: null, moments: [] } : JSON.parse(stored.sought)
  const later = await findSought(ground.db, sought, { fromMs, toMs, progress: (done) => progress(done * SEARCH_PART) })
  const places = onePlaceEach([...rooms.map((room, index) => ({ room, position: positions[index] ?? 0 })), ...later.places])
  const targets: LeakTarget[] = [...places.map((place) => ({ kind: 'event' as const, ...place })), ...mediaIds.map((mediaId) => ({ kind: 'file' as const, mediaId }))]
  const coverage = createCoverage(targets)
  const head = await provenLedger.sign()
  const begin = sought.hashes.length === 0 ? 0 : SEARCH_PART
  // Of nothing nobody was shown anything.
  if (targets.length > 0) {
    for await (const rows of provenLedger.read({ fromMs, toMs }, head.size)) {
      for (const row of rows) coverage.add(row)
      await progress(begin + (1 - begin) * ((rows.at(-1)?.leaf ?? 0) / Math.max(1, head.size)))
    }
  }
  const events = await listEventsAt(ground.db, places)
  const eventAt = new Map(events.map((each) => [`${each.room}/${each.position}`, each]))
  const readers = coverage.readers()
  const { sessions: any, some, all } = coverage.counts()
  const [{ broken }, forgottenUpTo] = [await provenLedger.standing(), await provenLedger.forgottenUpTo()]
  return {
    targets: targets.map((target, index) => ({
      eventId: target.kind === 'event' ? (eventAt.get(`${target.room}/${target.position}`)?.eventId ?? null) : null,
      mxc: target.kind === 'file' ? `mxc://${exposure.serverName}/${target.mediaId}` : null,
      readers: readers[index] ?? 0,
    })),
    missing: later.missing,
    missingTexts: later.missingTexts,
    sessions: { any, some, all },
    isCut: coverage.isCut,
    isWhole: broken === undefined && (forgottenUpTo === 0 || forgottenUpTo < fromMs),
    ranked: await nameAll({ exposure }, coverage.ranked(RANKED_MAX), events),
  }
}

async function nameAll({ exposure }: Pick<DeskPorts, 'exposure'>, covering: readonly Covering[], events: readonly { sender: string }[]): Promise<Suspect[]> {
  const accounts = new Map((await exposure.accounts({ userNids: [...new Set(covering.map(({ account }) => account))] })).map((each) => [each.userNid, each]))
  const devices = new Map((await exposure.devices(covering.map(({ device }) => device))).map((each) => [each.deviceNid, each]))
  return covering.map((each) => {
    const { userId = `#${each.account}`, displayName = null } = accounts.get(each.account) ?? {}
    const device = devices.get(each.device)
    const wrote = events.filter(({ sender }) => sender === userId).length
    return { ...each, userId, displayName, deviceId: device?.deviceId ?? null, deviceName: device?.displayName ?? null, wrote }
  })
}
