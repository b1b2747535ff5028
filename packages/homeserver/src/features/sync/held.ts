// What a held request looks at before it answers, and how it waits.
import type { UserRooms } from '../../engine/user-rooms.ts'
import { CHANGE_KINDS, newsAfter } from '../../streams/live-users.ts'
import type { Positions } from './sync-request.ts'

/** The longest a request is held. */
export const MAX_TIMEOUT_MS = 120_000

/** Calls the listener when the client goes away; gives back how to call that off. */
export type OnGone = (listener: () => void) => () => void

/** Before somebody listens, changes for them are not noted: the first look counts as a change of everything. */
export function settleUnknown(deps: { currentChange(): number }, mine: UserRooms): void {
  const { changed } = mine.user
  for (const kind of CHANGE_KINDS) if (changed[kind] === Infinity) changed[kind] = deps.currentChange()
}

/** Whether anything may have come for this user: cheap, and never wrong when it says no. */
export function hasChanges({ since, now, mine }: { since: Positions; now: Positions; mine: UserRooms }): boolean {
  if (now.changes > since.changes) {
    for (const kind of CHANGE_KINDS) if (mine.user.changed[kind] > since.changes) return true
  }
  if (now.events === since.events) return false
  if (mine.outsidePosition > since.events) return true
  return newsAfter(mine.user.news, since.events)?.size !== 0
}

/** Timers of one length share a list in the runtime; thousands of lengths would each have a place in its heap. */
const TIMER_STEP_MS = 100

/** Resolves at news or when the time is over; true when the client has gone away. */
export function waitForNews(mine: UserRooms, milliseconds: number, onGone: OnGone): Promise<boolean> {
  const { waiters } = mine.user
  return new Promise((resolve) => {
    const end = (gone: boolean): void => {
      clearTimeout(timer)
      waiters.delete(wake)
      callOff()
      resolve(gone)
    }
    const wake = (): void => end(false)
    const timer = setTimeout(wake, Math.ceil(Math.max(0, milliseconds) / TIMER_STEP_MS) * TIMER_STEP_MS)
    const callOff = onGone(() => end(true))
    waiters.add(wake)
  })
}
