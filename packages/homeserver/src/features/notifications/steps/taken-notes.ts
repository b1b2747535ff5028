// What the engine and the receipts report, until it has been looked at: cheap to take, bounded, in order.
import type { CommitItem } from '../../../engine/steps/committer.ts'
import type { PushMembers } from './push-members.ts'

/** An event that may notify somebody with a pusher, or change who is there to be notified. */
export interface EventNote {
  roomNid: number
  position: number
  sender: string
  notifies: boolean
  /** For whom it counts differently: 1 notified though others are not, -1 the other way round. */
  exceptions: ReadonlyMap<string, number>
  joined: string | undefined
  left: string | undefined
}

const NO_EXCEPTIONS: ReadonlyMap<string, number> = new Map()

/** The note of an event; nothing where nobody with a pusher can be concerned. */
export function noteOf(item: CommitItem, members: Pick<PushMembers, 'peek'>): EventNote | undefined {
  const { event, exceptions, membership, notifies } = item
  const isQuiet = membership === undefined && exceptions.length === 0
  // Most rooms of a server without phones: nobody in them has a pusher, and that is known.
  if (isQuiet && (!notifies || members.peek(event.roomNid)?.size === 0)) return undefined
  const isJoin = membership?.membership === 'join'
  return {
    roomNid: event.roomNid,
    position: event.position,
    sender: event.sender,
    notifies,
    exceptions: exceptions.length === 0 ? NO_EXCEPTIONS : new Map(exceptions.map((each) => [each.userId, each.notifyDelta])),
    joined: isJoin ? membership.userId : undefined,
    left: isJoin ? undefined : membership?.userId,
  }
}

/** Whom an event notifies, out of the members with pushers and whoever it names. */
export function notifiedBy(note: EventNote, members: ReadonlySet<string>): string[] {
  const users: string[] = []
  for (const userId of members) {
    const delta = note.exceptions.get(userId) ?? 0
    if (userId !== note.sender && Number(note.notifies) + delta > 0) users.push(userId)
  }
  // Whoever is invited is no member yet.
  for (const [userId, delta] of note.exceptions) if (delta > 0 && !members.has(userId)) users.push(userId)
  return users
}
