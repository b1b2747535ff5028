// Who is in a room, and what they may do there.
import type { MatrixClient, Room, RoomMember as SdkMember } from 'matrix-js-sdk'
import { EventType, RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { allowed } from '../allowed.ts'
import { cameAtMs } from '../talk/confirmations.ts'
import { describeMember, pictureOf } from '../talk/describe.ts'
import { contentOf, fieldOf, nameOf } from '../read-content.ts'
import { createPace } from '../pace/pace.ts'
import { levelOf } from '../rooms/room-actions.ts'
import type { Membership, OwnPowers, Person, RoomMember, RoomPeople } from '../types.ts'

/** The people of a room. */
export interface People {
  state: Live<RoomPeople>
  close(): void
}

const BANNED_MAX = 500
const PACE = { soonMs: 16, everyMs: 500 }
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
  const members = room.getMembers().flatMap((member) => (SHOWN.has(member.membership ?? '') ? [toMember(room, member)] : []))
  const banned = room.getMembersWithMembership('ban').slice(0, BANNED_MAX).map((member) => toBanned(room, member))
  return { count: room.getJoinedMemberCount() + room.getInvitedMemberCount(), members, isWhole, banned, mine: powersOf(room, me) }
}

/** A ban says no name: the one they were known by before it is shown. */
function toBanned(room: Room, { userId, events }: SdkMember): Person {
  const before = nameOf(fieldOf(contentOf(events.member?.getPrevContent()), 'displayname'))
  const now = describeMember(room, userId)
  return before === '' ? now : { ...now, name: before }
}

function toMember(room: Room, member: SdkMember): RoomMember {
  const reason: unknown = member.membership === 'knock' ? member.events.member?.getContent()['reason'] : undefined
  return {
    userId: member.userId,
    name: nameOf(member.name) || member.userId,
    membership: member.membership as Membership,
    avatarUrl: pictureOf(member.getMxcAvatarUrl()),
    level: levelOf(member.powerLevel),
    reason: typeof reason === 'string' ? reason.slice(0, 500) : '',
    cameAtMs: cameAtMs(room, member.userId),
  }
}

function powersOf({ currentState: state }: Room, me: string): OwnPowers {
  const level = levelOf(state.getMember(me)?.powerLevel ?? 0)
  return {
    level,
    mayInvite: allowed(() => state.hasSufficientPowerLevelFor('invite', level)),
    mayRemove: allowed(() => state.hasSufficientPowerLevelFor('kick', level)),
    mayBan: allowed(() => state.hasSufficientPowerLevelFor('ban', level)),
    mayName: allowed(() => state.maySendStateEvent(EventType.RoomName, me)),
    mayPicture: allowed(() => state.maySendStateEvent(EventType.RoomAvatar, me)),
    mayTopic: allowed(() => state.maySendStateEvent(EventType.RoomTopic, me)),
    maySetLevels: allowed(() => state.maySendStateEvent(EventType.RoomPowerLevels, me)),
    maySetChildren: allowed(() => state.maySendStateEvent(EventType.SpaceChild, me)),
    maySpeak: allowed(() => state.maySendEvent('m.room.message', me)),
    mayJoinRule: allowed(() => state.maySendStateEvent(EventType.RoomJoinRules, me)),
    mayHistory: allowed(() => state.maySendStateEvent(EventType.RoomHistoryVisibility, me)),
    mayReplace: allowed(() => state.maySendStateEvent(EventType.RoomTombstone, me)),
  }
}
