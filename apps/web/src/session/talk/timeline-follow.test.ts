// Alice opens a room into which much is said meanwhile.
import { EventEmitter } from 'node:events'
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { MatrixEventEvent, RoomEvent } from 'matrix-js-sdk'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followEvents } from './timeline-follow.ts'
import type { HeldWindow } from './timeline-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Something that was said in the room; `status` where it is on its way. */
function said(id: string, status: string | null = null): MatrixEvent {
  return { status, getId: () => id, getRoomId: () => '!a', getContent: () => ({}), getWireContent: () => ({}), getOriginalContent: () => ({}) } as unknown as MatrixEvent
}

/** A room that is followed, how often it was shown, and what happens in it. */
function follow() {
  const set = { getLiveTimeline: () => undefined }
  const client = new EventEmitter()
  const room = Object.assign(new EventEmitter(), { roomId: '!a', myUserId: '@alice:a', getUnfilteredTimelineSet: () => set, getPendingEvents: () => [], findEventById: () => undefined })
  const held = { events: () => [], hasNewer: () => false, isAtNewest: () => true, takeArrived: () => undefined, close: () => undefined } as unknown as HeldWindow
  let shown = 0
  const follower = followEvents({ client: client as unknown as MatrixClient, room: room as unknown as Room, thread: undefined, held, firstUnreadId: () => undefined }, () => (shown += 1))
  return {
    follower,
    shown: () => shown,
    arrives: () => void room.emit(RoomEvent.Timeline, said('$new'), room, false, false, { liveEvent: true }),
    isRead: () => void client.emit(MatrixEventEvent.Decrypted, said('$old')),
    says: () => void room.emit(RoomEvent.LocalEchoUpdated, said('~own', 'sending')),
  }
}

test('what arrives or becomes readable does not show the room before it is open, and does from then on', () => {
  const { follower, shown, arrives, isRead } = follow()
  arrives()
  isRead()
  vi.advanceTimersByTime(5000)
  expect(shown()).toBe(0)
  follower.look()
  expect(shown()).toBe(1)
  vi.advanceTimersByTime(5000)
  isRead()
  vi.advanceTimersByTime(5000)
  expect(shown()).toBe(2)
  follower.close()
})

test('what she says herself she sees, however long the room takes to open', () => {
  const { follower, shown, says } = follow()
  says()
  vi.advanceTimersByTime(100)
  expect(shown()).toBe(1)
  follower.close()
})
