// What an account could have read: rooms it was in, rooms whose door was open, whatever of them it was shown.
import type { AccountType, ProfilePolicy } from '@chappe/policy'
import { accountTypePolicyOf, PROBATION_HISTORY_MS } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import { findDoors, heldByRoom, listOthers, sealedOf, valuesOf } from './doors.ts'
import { positionAt } from './position-at.ts'
import type { ReachablePeople } from './reach-people.ts'
import { findPeople } from './reach-people.ts'
import type { FileQuery, ReachableFile, RoomMoment, RoomSpan } from './reach-store.ts'
import { countInSpans, countStatesBeside, findOrganisationId, listFilesBeside, listFilesInSpans, listForgotten, listOwnFiles, listOwnMemberships, listPictures, listProbations, listRules, listShut } from './reach-store.ts'
import type { Held, Moments, Reach, RoomPast, Way } from './spans.ts'
import { heldThroughout, momentsIn, previewsOf, reachOf, uniteReaches } from './spans.ts'

/** Whose reach, when. */
export interface Reacher {
  userId: string
  /** Of one session only: its device id. */
  deviceId?: string | undefined
  accountType: AccountType
  organisationNid: number | null
  /** Both included. */
  fromMs: number
  toMs: number
}

/** A room of which something could have been read. */
export interface ReachableRoom {
  roomNid: number
  /** `preview`: what it is called, its picture and how many are in it, and nothing of what is said there. */
  way: Way | 'preview'
  /** Whether it still could, were the account not stopped. */
  isNow: boolean
  /** Whether what it is called could have been seen without reading it: who has left a room may read what was said and no more. */
  hasPreview: boolean
  /** How many of its events could have been read. */
  events: number
}

/** What could have been read. */
export interface Reachable {
  rooms: ReachableRoom[]
  /** Files of these rooms, their pictures too, with the first event that carries each, and those it has brought in itself; at most 200,000. */
  files: ReachableFile[]
  people: ReachablePeople
}

/** What it needs. */
export interface ReachDeps {
  db: Db
  /** How far the stream of events is. */
  stream: { published: number }
  settings: { serverName: string; policy: Pick<ProfilePolicy, 'directoryScope' | 'externalsApart' | 'mediaFollowsEvents' | 'openRoomAudiences'> }
}

const SPANS_AT_ONCE = 200
const FILES_MAX = 200_000
/** Rules by which one comes into a room without being invited to it: a device on probation reads little of what was said there. */
const JOINABLE = new Set(['public', 'restricted', 'knock', 'knock_restricted'])

/** A part of the time that is asked about. */
interface Window {
  fromMs: number
  moments: Moments
  /** Only sessions on probation were there: of joinable rooms they saw nothing before this position. */
  limitedFrom: number | undefined
}

/** Looks through all rooms, some thousand at a time. */
export async function findReachable(deps: ReachDeps, reacher: Reacher): Promise<Reachable> {
  const { db, stream } = deps
  const windows = await windowsOf(deps, reacher)
  const isNow = windows.every(({ moments }) => moments.first > stream.published)
  // One moment after which nothing has come is the present.
  const isPast = reacher.fromMs < reacher.toMs || !isNow
  const present: Window = { fromMs: Number.MAX_SAFE_INTEGER, moments: { first: stream.published + 1, last: stream.published + 1 }, limitedFrom: undefined }
  const pasts = await createPasts(deps, { ...reacher, isPast }, { windows, present })
  const rooms: FoundRoom[] = []
  const files = new Map<string, ReachableFile>()
  const query = { userId: reacher.userId, moment: windows[0]?.moments.first ?? 0, isNow, limit: FILES_MAX }
  for (let at = 0; at < pasts.roomNids.length; at += SPANS_AT_ONCE) {
    const some = pasts.roomNids.slice(at, at + SPANS_AT_ONCE)
    const look = await pasts.look(some)
    const found = some.flatMap((roomNid) => {
      const pasts = windows.map((window) => ({ past: look(roomNid, window), window: window.moments }))
      const reach = uniteReaches(pasts.map(({ past, window }) => reachOf(past, window)))
      const previews = pasts.flatMap(({ past, window }) => previewsOf(past, window))
      const way: ReachableRoom['way'] | null = reach.way ?? (previews.length > 0 ? 'preview' : null)
      const [past, now] = [look(roomNid, present), present.moments]
      return way === null ? [] : [{ roomNid, reach, previews, way, isNow: reachOf(past, now).way !== null || previewsOf(past, now).length > 0 }]
    })
    const counts = await countEvents(db, found, query)
    rooms.push(...found.map(({ roomNid, way, isNow: still, previews, reach: { isThere } }) => ({ roomNid, way, isNow: still, hasPreview: previews.length > 0, isThere, events: counts.get(roomNid) ?? 0 })))
    if (files.size < FILES_MAX) for (const file of await listFiles(deps, found, query)) if (!files.has(file.mediaId)) files.set(file.mediaId, file)
  }
  for (const file of await listOwnFiles(db, query)) if (!files.has(file.mediaId)) files.set(file.mediaId, file)
  const isLimited = windows.every(({ limitedFrom }) => limitedFrom !== undefined)
  return {
    rooms: rooms.map(({ roomNid, way, isNow: still, hasPreview, events }) => ({ roomNid, way, isNow: still, hasPreview, events })),
    files: [...files.values()].slice(0, FILES_MAX),
    people: await findPeople(deps, { ...reacher, isLimited, isPast, windows: windows.map(({ moments }) => moments), rooms: { there: rooms.filter(({ isThere }) => isThere).map(({ roomNid }) => roomNid), open: pasts.openIn(windows), others: pasts.others } }),
  }
}

/** A room of which something could have been read, and when what it is called could be seen. */
interface Found {
  roomNid: number
  reach: Reach
  previews: readonly Moments[]
}

interface FoundRoom extends ReachableRoom {
  isThere: boolean
}

/** Files that some rooms showed: in what was said, in their pictures, and, where whoever knows its id reads a file, in what was named as state. */
async function listFiles({ db, settings }: ReachDeps, found: readonly Found[], query: FileQuery): Promise<ReachableFile[]> {
  const { mediaFollowsEvents } = settings.policy
  const open = mediaFollowsEvents ? found.filter(({ reach }) => reach.isThere) : found
  const said = await listFilesInSpans(db, spansOf(open), query)
  const pictures = await listPictures(db, found.flatMap(({ roomNid, previews }) => previews.map((each) => ({ roomNid, ...each }))), query)
  return [...said, ...pictures, ...(mediaFollowsEvents ? [] : await listFilesBeside(db, besideOf(found), query))]
}

/** The time that is asked about: in one, or in two where all sessions were on probation until one was approved. */
async function windowsOf({ db, stream: { published } }: ReachDeps, { userId, deviceId, fromMs, toMs }: Reacher): Promise<Window[]> {
  const at = (ms: number): Promise<number> => positionAt(db, ms, published)
  const probations = (await listProbations(db, { userId, deviceId, fromMs })).filter((each) => each.fromMs === null || each.fromMs <= toMs)
  const approvedMs = Math.min(...probations.map((each) => (each.fromMs === null ? 0 : (each.toMs ?? Number.POSITIVE_INFINITY))))
  const last = await at(toMs + 1)
  if (probations.length === 0 || approvedMs <= fromMs) return [{ fromMs, moments: { first: await at(fromMs), last }, limitedFrom: undefined }]
  // Before the first of them there was nobody to read.
  const beganMs = Math.max(fromMs, Math.min(...probations.map((each) => each.fromMs ?? 0)))
  const first = await at(beganMs)
  const limitedFrom = await at(beganMs - PROBATION_HISTORY_MS)
  if (approvedMs > toMs) return [{ fromMs: beganMs, moments: { first, last }, limitedFrom }]
  const middle = await at(approvedMs)
  return [
    { fromMs: beganMs, moments: { first, last: middle }, limitedFrom },
    { fromMs: approvedMs, moments: { first: middle, last }, limitedFrom: undefined },
  ]
}

/** What is known of rooms, as it is to be seen in some windows. */
interface Pasts {
  roomNids: readonly number[]
  /** Rooms that anybody could come into, or look into, at a moment of some windows. */
  openIn(windows: readonly Window[]): number[]
  /** Rooms that the directory lists for others alone. */
  others: readonly number[]
  look(roomNids: readonly number[]): Promise<(roomNid: number, window: Window) => RoomPast>
}

async function createPasts({ db, settings }: ReachDeps, { userId, accountType, organisationNid, isPast }: Reacher & { isPast: boolean }, { windows: asked, present }: { windows: readonly Window[]; present: Window }): Promise<Pasts> {
  const windows = [...asked, present]
  const mayComeIn = !(settings.policy.externalsApart && accountType === 'external')
  const memberships = heldByRoom(await listOwnMemberships(db, userId), 'membership')
  const shut = await listShut(db)
  const blockedSinceMs = new Map(shut.blocked.map(({ roomNid, sinceMs }) => [roomNid, sinceMs]))
  const frozen = new Map(shut.frozen.map((each) => [each.roomNid, each]))
  // When somebody forgot a room is not on record: in the past it could still be read.
  const forgotten = new Set(await listForgotten(db, userId))
  const isBlocked = (roomNid: number, { fromMs }: Window): boolean => (blockedSinceMs.get(roomNid) ?? Number.POSITIVE_INFINITY) <= fromMs
  const inviting = [...memberships].filter(([, held]) => held.some(({ value }) => value === 'invite')).map(([roomNid]) => roomNid)
  const sealed = sealedOf(await listRules(db, inviting, 'm.room.join_rules'))
  const comers = windows.map((window) => ({ memberships, sealed, window: window.moments, isBlocked: (roomNid: number) => isBlocked(roomNid, window) }))
  const organisationId = organisationNid === null ? undefined : await findOrganisationId(db, organisationNid)
  const audience = settings.policy.openRoomAudiences ? { organisationId } : undefined
  const found = mayComeIn ? await findDoors(db, comers, { audience, isExercise: accountType === 'exercise' }) : { doors: [], readable: [], open: [], knocks: [] }
  const isFinder = accountTypePolicyOf(accountType).findsOthers
  const knocks = new Map([...Map.groupBy(isFinder ? found.knocks : [], ({ roomNid }) => roomNid)].map(([roomNid, list]) => [roomNid, list.map(({ span }) => span)]))
  const doors = new Map(windows.map((window, at) => [window, found.doors[at]]))
  return {
    roomNids: [...new Set([...memberships.keys(), ...knocks.keys(), ...found.readable, ...found.doors.flatMap((each) => [...each.keys()])])].toSorted((a, b) => a - b),
    others: audience === undefined ? [] : await listOthers(db, audience.organisationId),
    openIn: (some) => [...new Set(found.open.filter(({ span }) => some.some(({ moments }) => momentsIn(span, moments).length > 0)).map(({ roomNid }) => roomNid))],
    async look(roomNids) {
      const visibilities = heldByRoom(await listRules(db, roomNids, 'm.room.history_visibility'), 'history_visibility')
      const isAnyLimited = windows.some(({ limitedFrom }) => limitedFrom !== undefined)
      const rules: ReadonlyMap<number, readonly Held[]> = isAnyLimited ? heldByRoom(await listRules(db, roomNids, 'm.room.join_rules'), 'join_rule') : new Map()
      return (roomNid, window) => {
        const freeze = frozen.get(roomNid)
        const isJoinable = window.limitedFrom !== undefined && heldThroughout(valuesOf(rules.get(roomNid) ?? [], JOINABLE), window.moments)
        return {
          memberships: memberships.get(roomNid) ?? [],
          visibilities: visibilities.get(roomNid) ?? [],
          doors: doors.get(window)?.get(roomNid) ?? [],
          knocks: knocks.get(roomNid) ?? [],
          isFinder,
          sealed: sealed.get(roomNid) ?? [],
          isBlocked: isBlocked(roomNid, window),
          isForgotten: forgotten.has(roomNid) && (!isPast || window === present),
          shutUpTo: freeze !== undefined && freeze.sinceMs <= window.fromMs ? freeze.position : 0,
          limitedFrom: isJoinable ? (window.limitedFrom ?? 0) : 0,
        }
      }
    },
  }
}

/** Events of the stretches, and those outside of them that come as state. */
async function countEvents(db: Db, found: readonly Found[], { isNow, userId }: FileQuery): Promise<Map<number, number>> {
  const counts = await countInSpans(db, spansOf(found), isNow)
  const { spans, moments } = besideOf(found)
  const beside = moments.length === 0 ? new Map<number, number>() : await countStatesBeside(db, spans, moments, userId)
  return new Map(found.map(({ roomNid }) => [roomNid, (counts.get(roomNid) ?? 0) + (beside.get(roomNid) ?? 0)]))
}

/** Where state outside of the stretches was shown: not where all is seen from the beginning to the end, since so is what was said of state. */
function besideOf(found: readonly Found[]): { spans: RoomSpan[]; moments: RoomMoment[] } {
  const partly = found.filter(({ reach: { spans: [first, ...others], states } }) => first?.from !== 0 || others.length > 0 || states.some(({ moment }) => moment > first.to))
  return { spans: spansOf(partly), moments: partly.flatMap(({ roomNid, reach: { states } }) => states.map((look) => ({ roomNid, ...look }))) }
}

function spansOf(found: readonly { roomNid: number; reach: Reach }[]): RoomSpan[] {
  return found.flatMap(({ roomNid, reach: { spans } }) => spans.map((span) => ({ roomNid, ...span })))
}
