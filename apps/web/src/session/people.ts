// Who is in a room.
import type { Room } from 'matrix-js-sdk'
import { RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Membership, RoomPeople } from './types.ts'

/** The people of a room. */
export interface People {
  state: Live<RoomPeople>
  close(): void
}

/** Begins to follow the people of a room; all of them are asked for once. */
export function openPeople(room: Room): People {
  const state = createStore<RoomPeople>(() => describe(room, false))
  let isWhole = false
  const look = (): void => state.setState(describe(room, isWhole), true)
  const onMembers = (): void => look()
  room.currentState.on(RoomStateEvent.Members, onMembers)
  void room.loadMembersIfNeeded().then(
    () => {
      isWhole = true
      look()
    },
    () => undefined,
  )
  return {
    state,
    close() {
      room.currentState.off(RoomStateEvent.Members, onMembers)
    },
  }
}

function describe(room: Room, isWhole: boolean): RoomPeople {
  const members = room.getMembers().flatMap((member) => {
    const { userId, name, membership } = member
    if (membership !== 'join' && membership !== 'invite') return []
    return [{ userId, name, membership: membership as Membership, avatarUrl: member.getMxcAvatarUrl() }]
  })
  return { count: room.getJoinedMemberCount(), members, isWhole }
}
