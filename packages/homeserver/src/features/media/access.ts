// Who may read a file: whoever may see an event that carries it. docs/decisions/0014-media-follow-their-events.md
import { MatrixError } from '@chappe/contract'
import type { ProfilePolicy } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { CarryingDraft, MediaLinks } from '../../engine/carried-media.ts'
import { mediaNamedIn } from '../../engine/carried-media.ts'
import type { EventPlace } from '../../engine/seen-events.ts'
import { findUnnamedStretch, listCarried, listCarryingEvents, listSilentEvents } from './media-acl-store.ts'
import type { MediaRecord } from './media-store.ts'
import { listMedia } from './media-store.ts'

/** What media asks of rooms. */
export interface MediaRooms {
  /** The first of some events that a user may see now. */
  findSeen(viewer: string, places: readonly EventPlace[]): Promise<EventPlace | undefined>
  /** Whether two users are joined to a common room now. */
  shareRoom(userId: string, otherUserId: string): Promise<boolean>
  /** Whether a user is shown the profile of another one. */
  mayMeet(userId: string, otherUserId: string): Promise<boolean>
}

/** What deciding needs. */
export interface MediaAccessDeps {
  db: Db
  rooms: MediaRooms
  settings: { serverName: string; policy: Pick<ProfilePolicy, 'mediaFollowsEvents' | 'unlinkedMedia'> }
}

/** Why somebody may read a file, as far as the ledger has to know. */
export interface Grant {
  /** The event through which they may. */
  event?: EventPlace | undefined
  /** No event that they may see is known to carry it, but one of its owner's may, unnamed. */
  unlinked?: true
}

/** Decides who reads what, and what events may carry. */
export interface MediaAccess extends MediaLinks {
  /** Nothing where the user may not. */
  findGrant(userId: string, media: MediaRecord): Promise<Grant | undefined>
}

const MAX_REMEMBERED = 20_000
/** Files of other people that one request may bring into its events. */
const MAX_OTHERS = 20

/** Ties the decisions to what they need. */
export function createMediaAccess(deps: MediaAccessDeps): MediaAccess {
  // Whose a file is never changes, so that sending one's own takes no question after the first.
  const owners = new Map<string, string>()
  return {
    findGrant: (userId, media) => findGrant(deps, userId, media),
    async carriedBy(drafts) {
      const asked = drafts.map((draft) => askedBy(deps, draft))
      const known = await judge(deps, owners, { drafts, asked })
      return asked.map(({ beside, named }, index) => {
        const sender = drafts[index]?.sender ?? ''
        const may = (mediaId: string) => known.get(mediaId)?.has(sender) === true
        if (!beside.every(may)) throw notAttachable()
        return [...new Set([...beside, ...named.filter(may)])]
      })
    },
  }
}

async function findGrant(deps: MediaAccessDeps, userId: string, media: MediaRecord): Promise<Grant | undefined> {
  const { db, rooms, settings } = deps
  if (media.isQuarantined) return undefined
  if (media.userId === userId || media.kind === 'preview' || !settings.policy.mediaFollowsEvents) return {}
  // A picture is part of a profile.
  if (media.isAvatar && (await rooms.mayMeet(userId, media.userId))) return {}
  const places = await listCarryingEvents(db, media.mediaId, userId)
  const event = places.length === 0 ? undefined : await rooms.findSeen(userId, places)
  if (event !== undefined) return { event }
  if (media.kind === 'restricted' || !settings.policy.unlinkedMedia) return undefined
  return (await mayCarryUnnamed(deps, userId, media)) ? { unlinked: true } : undefined
}

/**
 * Whether an event that the user may see might carry the file without naming it. Where its owner has never named it,
 * they only have to share a room; otherwise it is something encrypted that they said before they named it.
 */
async function mayCarryUnnamed({ db, rooms }: MediaAccessDeps, userId: string, media: MediaRecord): Promise<boolean> {
  const stretch = await findUnnamedStretch(db, media.mediaId)
  if (stretch === undefined) return rooms.shareRoom(userId, media.userId)
  const places = await listSilentEvents(db, { owner: media.userId, viewer: userId, ...stretch })
  return places.length > 0 && (await rooms.findSeen(userId, places)) !== undefined
}

/** The files that a draft names: beside itself, and in its content. */
interface Asked {
  beside: string[]
  named: string[]
}

function askedBy({ settings }: MediaAccessDeps, draft: CarryingDraft): Asked {
  const prefix = `mxc://${settings.serverName}/`
  const beside = (draft.attach ?? []).map((uri) => {
    const mediaId = uri.startsWith(prefix) ? uri.slice(prefix.length) : ''
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(mediaId)) throw notAttachable()
    return mediaId
  })
  return { beside, named: mediaNamedIn(draft, settings.serverName) }
}

/** For each file, which of the senders may let an event carry it. */
async function judge(
  deps: MediaAccessDeps,
  owners: Map<string, string>,
  { drafts, asked }: { drafts: readonly CarryingDraft[]; asked: readonly Asked[] },
): Promise<Map<string, Set<string>>> {
  const wanted = asked.map(({ beside, named }) => new Set([...beside, ...named]))
  const attached = new Set(asked.flatMap(({ beside }) => beside))
  const missing = new Set<string>()
  for (const [index, { sender }] of drafts.entries()) {
    for (const mediaId of wanted[index] ?? []) {
      if (owners.get(mediaId) !== sender || attached.has(mediaId)) missing.add(mediaId)
    }
  }
  const records = await recordsOf(deps, owners, [...missing])
  const taken = await takenOf(deps, attached, records)
  const pairs = drafts.flatMap(({ sender }, index) => [...(wanted[index] ?? [])].map((mediaId) => ({ sender, mediaId })))
  return mayCarry(deps, pairs.filter(({ mediaId }) => !taken.has(mediaId)), { owners, records })
}

async function mayCarry(
  deps: MediaAccessDeps,
  pairs: readonly { sender: string; mediaId: string }[],
  { owners, records }: { owners: ReadonlyMap<string, string>; records: ReadonlyMap<string, MediaRecord> },
): Promise<Map<string, Set<string>>> {
  const may = new Map<string, Set<string>>()
  let others = 0
  for (const { sender, mediaId } of pairs) {
    const senders = may.get(mediaId) ?? new Set()
    may.set(mediaId, senders)
    if (senders.has(sender)) continue
    const media = records.get(mediaId)
    // One's own, and the picture of whom a member event is about, whoever sends it.
    if (owners.get(mediaId) === sender || (media?.isAvatar === true && !media.isQuarantined && (await deps.rooms.mayMeet(sender, media.userId)))) senders.add(sender)
    else if (media !== undefined && others < MAX_OTHERS) {
      others += 1
      if ((await findGrant(deps, sender, media)) !== undefined) senders.add(sender)
    }
  }
  return may
}

async function recordsOf(deps: MediaAccessDeps, owners: Map<string, string>, mediaIds: string[]): Promise<Map<string, MediaRecord>> {
  const records = mediaIds.length === 0 ? [] : await listMedia(deps.db, deps.settings.serverName, mediaIds)
  for (const { mediaId, userId } of records) {
    if (owners.size >= MAX_REMEMBERED) owners.clear()
    owners.set(mediaId, userId)
  }
  return new Map(records.map((media) => [media.mediaId, media]))
}

/** "Or they refer to restricted media items that have already been attached" (MSC3911): those that have. */
async function takenOf(deps: MediaAccessDeps, attached: ReadonlySet<string>, records: ReadonlyMap<string, MediaRecord>): Promise<Set<string>> {
  const restricted = [...attached].filter((mediaId) => records.get(mediaId)?.kind === 'restricted')
  return new Set(restricted.length === 0 ? [] : await listCarried(deps.db, restricted))
}

function notAttachable(): MatrixError {
  return new MatrixError('M_INVALID_PARAM', { message: 'A file to attach is not known, or attached already' })
}
