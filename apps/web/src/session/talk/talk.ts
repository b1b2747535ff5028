// A room one talks in: its messages, what one does there, what stands beside.
import type { MatrixClient, Room } from 'matrix-js-sdk'
import type { TalkActions } from './talk-actions.ts'
import { createTalkActions } from './talk-actions.ts'
import type { TalkSigns } from './talk-signs.ts'
import { followSigns } from './talk-signs.ts'
import type { Timeline } from './timeline.ts'
import { openTimeline } from './timeline.ts'
import { fetchEvent } from './timeline-follow.ts'

/** A room one talks in. */
export interface Talk {
  timeline: Timeline
  actions: TalkActions
  signs: TalkSigns
  /** The answers below a message, that message first; undefined where there is no such message. */
  openThread(rootId: string): Promise<Timeline | undefined>
  close(): void
}

/** Opens a room. */
export function openTalk(client: MatrixClient, room: Room): Talk {
  const timeline = openTimeline({ client, room })
  const signs = followSigns(client, room)
  return {
    timeline,
    actions: createTalkActions(client, room),
    signs,
    async openThread(rootId) {
      const known = room.getThread(rootId)
      if (known !== null) return openTimeline({ client, room, thread: known })
      const root = room.findEventById(rootId) ?? (await fetchEvent(client, room, rootId).catch(() => undefined))
      if (root === undefined) return undefined
      return openTimeline({ client, room, thread: room.createThread(rootId, root, [root], true) })
    },
    close() {
      timeline.close()
      signs.close()
    },
  }
}
