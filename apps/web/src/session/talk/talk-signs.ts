// What a room shows beside its messages: who is writing, what is pinned, what one may do there.
import type { MatrixClient, MatrixEvent, Room, RoomMember } from 'matrix-js-sdk'
import { RoomMemberEvent, RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { allowed } from '../allowed.ts'
import { describeMember } from './describe.ts'
import { describeQuote } from './describe-message.ts'
import { levelOf } from '../rooms/room-actions.ts'
import { pinnedIds } from './talk-actions.ts'
import { fetchEvent } from './timeline-follow.ts'
import type { Person, Quote, Rights } from '../types.ts'

/** What a room shows beside its messages. */
export interface TalkSignsState {
  typing: readonly Person[]
  /** The last pinned one last. */
  pinned: readonly Quote[]
  rights: Rights
}

/** What a room shows beside its messages. */
export interface TalkSigns {
  state: Live<TalkSignsState>
  close(): void
}

const PINNED_SHOWN = 20

/** Begins to follow them. */
export function followSigns(client: MatrixClient, room: Room): TalkSigns {
  const typing = new Set<string>()
  const fetched = new Map<string, MatrixEvent | 'asked'>()
  const describe = (): TalkSignsState => ({
    typing: [...typing].map((userId) => describeMember(room, userId)),
    pinned: pinnedIds(room).slice(-PINNED_SHOWN).map(quote),
    rights: keepRights(rightsIn(room)),
  })
  let rights = rightsIn(room)
  const state = createStore<TalkSignsState>(() => ({ typing: [], pinned: [], rights }))
  const look = (): void => state.setState(describe(), true)

  /** Who begins or ends to write changes nothing of what one may do: it stays the value that it was. */
  function keepRights(now: Rights): Rights {
    const { write, react, deleteOthers, pin, notifyAll } = rights
    if (now.write !== write || now.react !== react || now.deleteOthers !== deleteOthers || now.pin !== pin || now.notifyAll !== notifyAll) rights = now
    return rights
  }

  function quote(id: string): Quote {
    const known = room.findEventById(id) ?? fetched.get(id)
    if (known !== undefined && known !== 'asked') return describeQuote(known, room)
    if (known === undefined) {
      fetched.set(id, 'asked')
      void fetchEvent(client, room, id).then(
        (event) => {
          fetched.set(id, event)
          look()
        },
        () => undefined,
      )
    }
    return { id, message: undefined }
  }

  const onTyping = (_event: MatrixEvent, member: RoomMember): void => {
    if (member.roomId !== room.roomId || member.userId === room.myUserId) return
    if (member.typing) typing.add(member.userId)
    else typing.delete(member.userId)
    look()
  }
  const onState = (event: MatrixEvent): void => {
    if (event.getType() === 'm.room.pinned_events' || event.getType() === 'm.room.power_levels' || event.getStateKey() === room.myUserId) look()
  }
  client.on(RoomMemberEvent.Typing, onTyping)
  room.currentState.on(RoomStateEvent.Events, onState)
  look()
  return {
    state,
    close() {
      client.off(RoomMemberEvent.Typing, onTyping)
      room.currentState.off(RoomStateEvent.Events, onState)
    },
  }
}

function rightsIn(room: Room): Rights {
  const me = room.myUserId
  const may = room.currentState
  return {
    write: allowed(() => room.maySendMessage()),
    react: room.getMyMembership() === 'join' && allowed(() => may.maySendEvent('m.reaction', me)),
    deleteOthers: allowed(() => may.hasSufficientPowerLevelFor('redact', levelOf(may.getMember(me)?.powerLevel ?? 0))),
    pin: allowed(() => may.maySendStateEvent('m.room.pinned_events', me)),
    notifyAll: allowed(() => may.mayTriggerNotifOfType('room', me)),
  }
}
