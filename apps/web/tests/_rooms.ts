// Rooms and what stands behind them, for view models that are tested without a server.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { AccountData, Content } from '../src/session/account-data.ts'
import type { RoomActions } from '../src/session/rooms/room-actions.ts'
import type { FoundPerson, RoomMember, RoomPeople, RoomStandings, RoomSummary } from '../src/session/types.ts'

/** A private room that one is in, but for what is said otherwise. */
export function aRoom(roomId: string, otherwise: Partial<RoomSummary> = {}): RoomSummary {
  return {
    roomId,
    name: roomId.replace('!', ''),
    kind: 'room',
    membership: 'join',
    avatarUrl: undefined,
    topic: '',
    isEncrypted: true,
    isOfServer: false,
    isOpen: false,
    joinRule: 'invite',
    admitsExternals: false,
    forum: undefined,
    audience: undefined,
    memberCount: 2,
    unreadCount: 0,
    mentionCount: 0,
    isMarkedUnread: false,
    tags: [],
    tagOrders: {},
    isMuted: false,
    isArchived: false,
    failedCount: 0,
    historyVisibility: 'invited',
    keptDays: undefined,
    predecessorId: undefined,
    isReplaced: false,
    successorId: undefined,
    directUserId: undefined,
    lastActivityMs: 0,
    last: undefined,
    inviter: undefined,
    ...otherwise,
  }
}

/** Somebody in a room. */
export function aMember(userId: string, otherwise: Partial<RoomMember> = {}): RoomMember {
  return { userId, name: userId, avatarUrl: undefined, membership: 'join', level: 0, reason: '', ...otherwise }
}

/** The people of a room, with somebody who may do everything. */
export function peopleOf(members: readonly RoomMember[], otherwise: Partial<RoomPeople['mine']> = {}): RoomPeople {
  const mine = { level: 100, mayInvite: true, mayRemove: true, mayBan: true, mayName: true, mayPicture: true, mayTopic: true, maySetLevels: true, maySetChildren: true, maySpeak: true, mayJoinRule: true, mayHistory: true, mayReplace: true, ...otherwise }
  return { count: members.length, members, isWhole: true, banned: [], mine }
}

/** Somebody whom the directory found. */
export function aFind(userId: string, otherwise: Partial<FoundPerson> = {}): FoundPerson {
  return { userId, name: userId, avatarUrl: undefined, kind: 'agent', organisation: '', title: '', service: '', ...otherwise }
}

/** What the server knows of nobody. */
export const NO_STANDINGS: RoomStandings = { organisations: [], externals: 0, elsewhere: 0, people: new Map() }

/** Account data in memory. */
export function openAccountData(initial: Readonly<Record<string, Content>> = {}): AccountData & { kept: Map<string, Content> } {
  const kept = new Map(Object.entries(initial))
  const stores = new Map<string, StoreApi<Content>>()
  const follow = (type: string): StoreApi<Content> => {
    const made = stores.get(type) ?? createStore<Content>(() => kept.get(type) ?? {})
    stores.set(type, made)
    return made
  }
  return {
    kept,
    follow,
    listFollowed: () => Object.fromEntries([...stores].map(([type, store]) => [type, store.getState()])),
    set(type, content) {
      kept.set(type, content)
      follow(type).setState(content, true)
      return Promise.resolve()
    },
  }
}

/** What was asked of rooms, one line each. */
export function recordActions(): { actions: RoomActions; done: string[] } {
  const done: string[] = []
  const note = (name: string) => (...args: readonly unknown[]): Promise<never> => {
    done.push([name, ...args].join(' '))
    return Promise.resolve(undefined as never)
  }
  const names = ['create', 'join', 'knock', 'leave', 'invite', 'remove', 'ban', 'unban', 'setLevel', 'setName', 'setTopic', 'setPicture', 'admitExternals', 'setChild', 'setTag', 'removeTag', 'setArchived', 'setMarkedUnread', 'markRead'] as const
  const actions = Object.fromEntries(names.map((name) => [name, note(name)])) as unknown as RoomActions
  return { actions, done }
}

/** A shelf of a browser. */
export function openShelf(initial: Readonly<Record<string, string>> = {}): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map(Object.entries(initial))
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}
