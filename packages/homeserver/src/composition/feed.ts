// What the writer tells the processes that follow it, tied to what there is to tell.
import type { RoomEngine } from '../engine/engine.ts'
import { followedItemOf } from '../engine/steps/follow.ts'
import type { Sessions } from '../features/accounts/accounts.ts'
import type { Foundation } from '../foundation.ts'
import type { Feed } from '../processes/feed.ts'
import { createFeed } from '../processes/feed.ts'
import type { MediaFeature } from './media.ts'
import type { Stops } from './sessions.ts'
import { tieSessions } from './sessions.ts'

/** Ties this process to the others: what they say of sessions is done here, and they hear what is committed here. */
export function tieProcesses(
  foundation: Foundation,
  { sessions, media, engine, stopping }: { sessions: Sessions; media: MediaFeature; engine: RoomEngine; stopping: Stops },
): Feed {
  tieSessions(foundation, { sessions, stops: stopping }, media)
  return openFeed(foundation, engine)
}

function openFeed({ changes, fence }: Foundation, engine: RoomEngine): Feed {
  const feed = createFeed(() => ({ events: engine.stream.published, changes: changes.current() }))
  engine.onPublished((items) => feed.tellEvents(() => items.map(followedItemOf)))
  fence.onTell((notice) => feed.tellNotice(notice))
  changes.onTold((told) => feed.tellChanges(told))
  engine.userRooms.onForgotten((userId, roomNid) => {
    // A position of its own, so that whoever follows knows when they have heard of it.
    if (feed.isFollowed()) changes.touch([{ kind: 'accountData', users: [userId], note: { what: 'forgotten', userId, roomNid } }])
  })
  engine.registry.onDropped((room) => {
    if (room.discarded) feed.tellDropped(room.roomNid)
  })
  return feed
}
