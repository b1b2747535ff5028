// What the writer tells the processes that follow it, a line of JSON each: what it has committed, in order, and in
// between how far it is, so that silence means that it is gone. With nobody to tell, nothing is made.
import type { ServerResponse } from 'node:http'
import type { FollowedItem } from '../engine/steps/follow.ts'
import type { ChangeTarget, ToldChanges } from '../streams/changes.ts'
import type { Notice } from './fence.ts'

/** How far both streams can be read. */
export interface Positions {
  events: number
  changes: number
}

/** A target whose users are listed. */
export type FedTarget = Omit<ChangeTarget, 'users'> & { users: readonly string[] }

/** One line. */
export type FeedLine =
  | { hello: Positions }
  | { at: Positions }
  | { items: readonly FollowedItem[] }
  | { settled: number; told: readonly { position: number; targets: readonly FedTarget[] }[] | 'all' }
  | { dropped: number }
  | { notice: Notice }

/** Where it is read. */
export const FEED_PATH = '/_internal/feed'
/** A line comes at least so often. */
export const TICK_MS = 500

/** The writer's end. */
export interface Feed {
  tellEvents(items: () => readonly FollowedItem[]): void
  tellChanges(changes: ToldChanges): void
  /** A room has left the writer's memory, since what that had of it is not the truth any more. */
  tellDropped(roomNid: number): void
  /** The same that is left for each process in the database: who is cut off from that hears it here. */
  tellNotice(notice: Notice): void
  /** Whether there is anybody to tell. */
  isFollowed(): boolean
  subscribe(response: ServerResponse): void
  /** How far things are, as text. */
  position(): string
  close(): void
}

/** Whoever is further behind starts anew. */
const MAX_BEHIND_BYTES = 32 * 1024 * 1024

/** Opens it with nobody listening. */
export function createFeed(positions: () => Positions): Feed {
  const followers = new Set<ServerResponse>()
  const tick = setInterval(() => send({ at: positions() }), TICK_MS)
  tick.unref()

  function send(line: FeedLine): void {
    if (followers.size === 0) return
    const text = `${JSON.stringify(line)}\n`
    for (const follower of followers) {
      if (follower.writableLength > MAX_BEHIND_BYTES) follower.destroy()
      else follower.write(text)
    }
  }

  return {
    tellEvents(items) {
      if (followers.size > 0) send({ items: items() })
    },
    tellChanges({ settled, told }) {
      if (followers.size === 0) return
      if (told === 'all') send({ settled, told })
      else send({ settled, told: told.map(({ position, targets }) => ({ position, targets: targets.map(listed) })) })
    },
    tellNotice: (notice) => send({ notice }),
    isFollowed: () => followers.size > 0,
    tellDropped: (roomNid) => send({ dropped: roomNid }),
    subscribe(response) {
      response.writeHead(200, { 'content-type': 'application/jsonl' })
      response.write(`${JSON.stringify({ hello: positions() })}\n`)
      followers.add(response)
      response.once('close', () => followers.delete(response))
    },
    position() {
      const { events, changes } = positions()
      return `${events}.${changes}`
    },
    close() {
      clearInterval(tick)
      for (const follower of followers) follower.destroy()
    },
  }
}

function listed(target: ChangeTarget): FedTarget {
  return { ...target, users: [...target.users] }
}
