// A process that follows the writer, tied to what it keeps in memory: rooms, who reads how far, who types, whom somebody
// ignores, and whom all of that wakes.
import type { FollowingEngine } from '../engine/following-engine.ts'
import { noWriter } from '../engine/following-engine.ts'
import type { IgnoredUsers } from '../engine/ignored-users.ts'
import { createRoomPeople } from '../engine/people.ts'
import type { Foundation } from '../foundation.ts'
import { WRITER_ID } from '../foundation.ts'
import type { FedTarget, FeedLine, Positions } from '../processes/feed.ts'
import type { Notice } from '../processes/fence.ts'
import type { Follower } from '../processes/follower.ts'
import { startFollower } from '../processes/follower.ts'
import type { WriterLink } from '../processes/writer-link.ts'
import type { ChangeNote, FollowedChanges } from '../streams/changes.ts'
import { noteChange, tell } from '../streams/changes.ts'
import { CHANGE_KINDS } from '../streams/live-users.ts'

/** A process that follows the writer. */
export interface Following {
  follower: Follower
  /** Who types in a room. */
  typingIn(roomNid: number): { position: number; json: string } | undefined
  /** Whether this process shows what both streams hold up to a position, within a bounded time. */
  reached(positions: Positions): Promise<boolean>
}

/** What it is tied from. */
export interface FollowingParts {
  engine: FollowingEngine
  changes: FollowedChanges
  ignored: IgnoredUsers
  link: WriterLink
  /** What was known of sessions may be old. */
  lost(): void
  obey(notice: Notice): void
}

type Scene = FollowingParts & Pick<Foundation, 'live' | 'database'> & { typing: Map<number, { position: number; json: string }> }

const REACH_MS_MAX = 3_000
const MAX_TYPING = 20_000

/** Starts to follow. */
export function startFollowing({ live, database, logger }: Foundation, parts: FollowingParts): Following {
  const scene: Scene = { ...parts, live, database, typing: new Map() }
  const waiting = new Set<() => void>()
  const moved = (): void => waiting.forEach((each) => each())
  const isAt = ({ events, changes }: Positions): boolean => events <= scene.engine.stream.published && changes <= scene.changes.current()
  const follower = startFollower({
    db: database.db,
    writerId: WRITER_ID,
    link: parts.link,
    logger,
    lost: () => parts.lost(),
    obey: (notice) => parts.obey(notice),
    startAnew(positions) {
      startAnew(scene, positions)
      moved()
    },
    async take(line) {
      await take(scene, line)
      moved()
    },
  })
  return {
    follower,
    typingIn: (roomNid) => scene.typing.get(roomNid),
    async reached(positions) {
      if (isAt(positions)) return true
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (isAt(positions)) end()
        }
        const end = (): void => {
          clearTimeout(timer)
          waiting.delete(look)
          resolve()
        }
        const timer = setTimeout(end, REACH_MS_MAX)
        waiting.add(look)
      })
      if (isAt(positions)) return true
      // Positions of the future (the database was restored) count as the present; otherwise it is known elsewhere only.
      if (!follower.isFollowing()) throw noWriter()
      return false
    },
  }
}

async function take(scene: Scene, line: FeedLine): Promise<void> {
  if ('items' in line) scene.engine.apply(line.items)
  else if ('dropped' in line) scene.engine.drop(line.dropped)
  else if ('at' in line) {
    // Events that became durable after all, though nobody was told so: a commit had been in doubt.
    if (line.at.events > scene.engine.stream.published) startAnew(scene, line.at)
    else scene.changes.settle(line.at.changes)
  } else if ('settled' in line) {
    if (line.told === 'all') lookAnew(scene, line.settled)
    else for (const { position, targets } of line.told) await tellOf(scene, position, targets)
    scene.changes.settle(line.settled)
  }
}

/** Those who are concerned are told before the position can be read, as at the writer. */
async function tellOf(scene: Scene, position: number, targets: readonly FedTarget[]): Promise<void> {
  for (const { kind, users, room, about, note } of targets) {
    const concerned = new Set(users)
    if (room !== undefined) for (const user of scene.engine.registry.peek(room)?.listeners ?? []) concerned.add(user.userId)
    if (about !== undefined) {
      const people = createRoomPeople(scene.database.db, scene.engine)
      for (const userId of await people.listenersOf(about)) concerned.add(userId)
    }
    if (note !== undefined) takeNote(scene, note, { position, room })
    tell(scene.live, position, [{ kind, users: concerned }])
  }
}

function takeNote({ engine, ignored, typing }: Scene, note: ChangeNote, { position, room }: { position: number; room: number | undefined }): void {
  if (note.what === 'ignored') ignored.set(note.userId, note.content)
  else if (note.what === 'forgotten') engine.userRooms.forget(note.userId, note.roomNid)
  else if (note.what === 'typing' && room !== undefined) {
    if (typing.size >= MAX_TYPING) typing.clear()
    typing.set(room, { position, json: note.json })
  } else if (note.what === 'reads') {
    for (const read of note.reads) {
      engine.noteRead(read)
      const inMemory = engine.registry.peek(read.roomNid)
      if (inMemory !== undefined) inMemory.receiptPosition = Math.max(inMemory.receiptPosition, position)
    }
  }
}

function startAnew(scene: Scene, { events, changes }: Partial<Positions>): void {
  if (events !== undefined) scene.engine.startAnew(events)
  const settled = changes ?? scene.changes.current()
  scene.changes.settle(settled)
  lookAnew(scene, settled)
}

/** Anybody may have missed something: everybody looks. */
function lookAnew({ live }: Scene, position: number): void {
  for (const user of live.all()) for (const kind of CHANGE_KINDS) noteChange(user, kind, position)
  live.wakeAll()
}
