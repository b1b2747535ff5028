// A room as it was seen last, until the room itself is there.
import type { Live } from '../../live.ts'
import type { People } from '../person/people.ts'
import type { Session } from '../session.ts'
import type { TalkSignsState } from '../talk/talk-signs.ts'
import type { Talk } from '../talk/talk.ts'
import type { Timeline, TimelineState } from '../talk/timeline.ts'
import type { RoomPeople } from '../types.ts'
import { follow, late } from './late.ts'
import type { KeptTalk } from './snapshot.ts'

const NOBODY: RoomPeople = {
  count: 0,
  members: [],
  isWhole: false,
  banned: [],
  mine: { level: 0, mayInvite: false, mayRemove: false, mayBan: false, mayName: false, mayPicture: false, mayTopic: false, maySetLevels: false, maySetChildren: false, maySpeak: true, mayJoinRule: false, mayHistory: false, mayReplace: false },
}
const NO_SIGNS: TalkSignsState = { typing: [], pinned: [], rights: { write: true, react: false, deleteOthers: false, pin: false, notifyAll: false } }

/** Opens a room as it was seen. */
export function openEarlyTalk(later: Promise<Session>, roomId: string, kept: KeptTalk | undefined): Talk {
  const { opening, close } = openLater(later, (session) => session.findTalk(roomId))
  const signs = { state: follow(kept?.signs ?? NO_SIGNS, opening.then((talk) => talk.signs.state)), close: () => undefined }
  return {
    timeline: earlyTimeline(opening.then((talk) => talk.timeline), kept, close),
    signs,
    actions: late(opening.then((talk) => talk.actions), {}),
    openThread: async (rootId) => (await opening).openThread(rootId),
    close,
  }
}

/** The people of a room as they were seen. */
export function openEarlyPeople(later: Promise<Session>, roomId: string, kept: KeptTalk | undefined): People {
  const { opening, close } = openLater(later, (session) => session.findPeople(roomId))
  return { state: follow(kept?.people ?? NOBODY, opening.then((people) => people.state)), close }
}

/** Opens something of the session once that is there, and closes it with itself. */
function openLater<T extends { close(): void }>(later: Promise<Session>, open: (session: Session) => T | undefined): { opening: Promise<T>; close(): void } {
  let isClosed = false
  let opened: T | undefined
  const opening = later.then((session) => {
    opened = isClosed ? undefined : open(session)
    if (opened === undefined) throw new Error('the room is not there')
    return opened
  })
  opening.catch(() => undefined)
  return {
    opening,
    close() {
      isClosed = true
      opened?.close()
    },
  }
}

function earlyTimeline(later: Promise<Timeline>, kept: KeptTalk | undefined, close: () => void): Timeline {
  const seen: TimelineState = { messages: kept?.messages ?? [], hasOlder: true, hasNewer: false, isPaging: false, isOpening: true, firstUnreadId: undefined }
  const whole: Promise<Live<TimelineState>> = later.then(({ state }) => state)
  // What was kept is shown until the room has all that it opens with.
  const state = follow(seen, whole, ({ isOpening }) => !isOpening)
  return late(later, { state, close }, { page: () => Promise.resolve() })
}
