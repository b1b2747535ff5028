// What was said in a room, as a window that follows the newest and can be drawn back.
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { Direction, MatrixEventEvent, RoomEvent, TimelineWindow } from 'matrix-js-sdk'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { describeMessage } from './describe.ts'
import { receiptTypeOf } from './privacy.ts'
import type { Message } from './types.ts'

/** What is seen of a room's messages. */
export interface TimelineState {
  /** From the oldest to the newest. */
  messages: readonly Message[]
  /** Whether there may be older ones. */
  hasOlder: boolean
  isPaging: boolean
  /** Whether the first of them are still being fetched. */
  isOpening: boolean
}

/** A room's messages. */
export interface Timeline {
  state: Live<TimelineState>
  /** Fetches older ones; rejects where the server does not answer. */
  pageBack(): Promise<void>
  send(text: string): Promise<void>
  /** Sends what failed once more. */
  resend(id: string): Promise<void>
  /** Tells the server and others that all has been read. */
  markRead(): Promise<void>
  close(): void
}

const PAGE = 50
const WINDOW = 2000
/** What is no entry of its own: it changes another. */
const HIDDEN: ReadonlySet<string> = new Set(['m.reaction', 'm.room.redaction', 'm.room.power_levels', 'm.room.history_visibility', 'm.room.join_rules', 'm.room.guest_access'])

interface Opened {
  view: TimelineWindow
  state: StoreApi<TimelineState>
}

/** Opens the messages of a room. */
export function openTimeline(client: MatrixClient, room: Room): Timeline {
  const view = new TimelineWindow(client, room.getUnfilteredTimelineSet(), { windowLimit: WINDOW })
  const state = createStore<TimelineState>(() => ({ messages: [], hasOlder: false, isPaging: false, isOpening: true }))
  const { look, close } = follow(client, room, { view, state })

  return {
    state,
    async pageBack() {
      if (state.getState().isPaging || !view.canPaginate(Direction.Backward)) return
      state.setState({ isPaging: true })
      try {
        await view.paginate(Direction.Backward, PAGE)
      } finally {
        state.setState({ isPaging: false })
        look()
      }
    },
    async send(text) {
      await client.sendTextMessage(room.roomId, text)
    },
    async resend(id) {
      const event = room.getPendingEvents().find((pending) => pending.getId() === id)
      if (event !== undefined) await client.resendEvent(event, room)
    },
    async markRead() {
      const last = room.getLastLiveEvent()
      if (last !== undefined) await client.sendReadReceipt(last, receiptTypeOf(client))
    },
    close,
  }
}

/** Keeps `state` as the room is, until it is closed. */
function follow(client: MatrixClient, room: Room, { view, state }: Opened): { look(): void; close(): void } {
  const me = client.getUserId() ?? ''
  const described = new WeakMap<MatrixEvent, Message>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function describe(event: MatrixEvent): Message {
    const known = described.get(event)
    if (known !== undefined) return known
    const message = describeMessage(event, room, me)
    described.set(event, message)
    return message
  }

  function look(): void {
    timer = undefined
    const events = [...view.getEvents(), ...room.getPendingEvents()]
    state.setState({
      messages: events.filter((event) => !HIDDEN.has(event.getType()) && !event.isRelation('m.replace')).map(describe),
      hasOlder: view.canPaginate(Direction.Backward),
    })
  }

  function touch(event?: MatrixEvent): void {
    if (event !== undefined) described.delete(event)
    timer ??= setTimeout(look, 16)
  }

  const onTimeline = (event: MatrixEvent, ofRoom: Room | undefined): void => {
    if (ofRoom?.roomId !== room.roomId) return
    if (view.canPaginate(Direction.Forward)) view.extend(Direction.Forward, PAGE)
    touch(event)
  }
  const onChanged = (event: MatrixEvent): void => {
    if (event.getRoomId() === room.roomId) touch(event)
  }
  room.on(RoomEvent.Timeline, onTimeline)
  room.on(RoomEvent.LocalEchoUpdated, onChanged)
  room.on(RoomEvent.Redaction, onChanged)
  client.on(MatrixEventEvent.Decrypted, onChanged)
  void view
    .load(undefined, PAGE)
    .catch(() => undefined)
    .then(() => {
      state.setState({ isOpening: false })
      look()
    })

  return {
    look,
    close() {
      clearTimeout(timer)
      room.off(RoomEvent.Timeline, onTimeline)
      room.off(RoomEvent.LocalEchoUpdated, onChanged)
      room.off(RoomEvent.Redaction, onChanged)
      client.off(MatrixEventEvent.Decrypted, onChanged)
    },
  }
}
