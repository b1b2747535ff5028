// Who is in a room, and what they may do there.
import type { MatrixClient, Room, RoomMember as SdkMember } from 'matrix-js-sdk'
import { EventType, RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { createPace } from './pace.ts'
import { levelOf } from './room-actions.ts'
import type { Membership, OwnPowers, RoomMember, RoomPeople } from './types.ts'

/** The people of a room. */
export interface People {
  state: Live<RoomPeople>
  close(): void
}

const PACE = { soonMs: 16, everyMs: 300 }
const SHOWN: ReadonlySet<string> = new Set<Membership>(['join', 'invite', 'knock'])

/** Begins to follow the people of a room; all of them are asked for once. */
export function openPeople(client: MatrixClient, room: Room): People {
  const me = client.getUserId() ?? ''
  const state = createStore<RoomPeople>(() => describe(room, me, false))
  let isWhole = false
  // A room of thousands tells of each of its people: they are looked at together.
  const { touch, stop } = createPace(() => state.setState(describe(room, me, isWhole), true), PACE)
  room.currentState.on(RoomStateEvent.Members, touch)
  room.currentState.on(RoomStateEvent.Events, touch)
  // Who is not in is told nothing of the others.
  if (room.getMyMembership() === 'join') {
    void room.loadMembersIfNeeded().then(
      () => {
        isWhole = true
        touch()
      },
      () => undefined,
    )
  }
  return {
    state,
    close() {
      stop()
      room.currentState.off(RoomStateEvent.Members, touch)
      room.currentState.off(RoomStateEvent.Events, touch)
    },
  }
}

/** The people of a room, as far as they are known now. */
export function describePeople(client: MatrixClient, room: Room): RoomPeople {
  return describe(room, client.getUserId() ?? '', false)
}

function describe(room: Room, me: string, isWhole: boolean): RoomPeople {
  const members = room.getMembers().flatMap((member) => (SHOWN.has(member.membership ?? '') ? [toMember(member)] : []))
  return { count: room.getJoinedMemberCount() + room.getInvitedMemberCount(), members, isWhole, mine: powersOf(room, me) }
}

function toMember(member: SdkMember): RoomMember {
  const reason: unknown = member.membership === 'knock' ? member.events.member?.getContent()['reason'] : undefined
  return {
    userId: member.userId,
    name: member.name,
    membership: member.membership as Membership,
    avatarUrl: member.getMxcAvatarUrl(),
    level: levelOf(member.powerLevel),
    reason: typeof reason === 'string' ? reason.slice(0, 500) : '',
  }
}

function powersOf({ currentState: state }: Room, me: string): OwnPowers {
  const level = levelOf(state.getMember(me)?.powerLevel ?? 0)
  return {
    level,
    mayInvite: state.hasSufficientPowerLevelFor('invite', level),
    mayRemove: state.hasSufficientPowerLevelFor('kick', level),
    mayBan: state.hasSufficientPowerLevelFor('ban', level),
    mayName: state.maySendStateEvent(EventType.RoomName, me),
    mayPicture: state.maySendStateEvent(EventType.RoomAvatar, me),
    mayTopic: state.maySendStateEvent(EventType.RoomTopic, me),
    maySetLevels: state.maySendStateEvent(EventType.RoomPowerLevels, me),
    maySetChildren: state.maySendStateEvent(EventType.SpaceChild, me),
    maySpeak: state.maySendEvent('m.room.message', me),
  }
}
