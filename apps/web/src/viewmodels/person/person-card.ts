// Somebody who is looked at: who they are, and what one does about them.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { About } from '../../session/person/about.ts'
import type { AccountKind, Person, RoomSummary } from '../../session/types.ts'
import { derive } from '../derive.ts'

/** A room that one shares with somebody. */
export type CommonRoom = Pick<RoomSummary, 'roomId' | 'name'>

/** Somebody who is looked at. */
export interface PersonCard {
  person: Person
  isMe: boolean
  /** Undefined while the directory has not said, and where it says nothing. */
  known: { kind: AccountKind; organisation: string } | undefined
  /** What their organisation says that they do, and what they say themselves; undefined while it is not known. */
  about: About | undefined
  /** The rooms that one shares with them, by name; undefined while it is not known. */
  common: readonly CommonRoom[] | undefined
  /** Whether their messages are hidden from one. */
  isIgnored: boolean
}

/** Looking at somebody. What is asked for rejects with `Refused`. */
export interface PersonCardModel {
  /** Undefined while nobody is looked at. */
  state: Live<PersonCard | undefined>
  /** Looks at somebody; what the directory knows of them comes after. */
  open(person: Pick<Person, 'userId'> & Partial<Person>): void
  close(): void
  /** The encrypted talk with them; gives back the room's id. */
  openTalk(): Promise<string>
  setIgnored(isIgnored: boolean): Promise<void>
}

/** What it is made over. */
export type PersonCardParts = Pick<Session, 'userId' | 'openTalk'> & {
  directory: Pick<Session['directory'], 'searchPeople' | 'commonRoomsWith'>
  rooms: { all: Live<readonly RoomSummary[]> }
  profile: Pick<Session['profile'], 'aboutOf'>
  privacy: Pick<Session['privacy'], 'state' | 'ignore' | 'unignore'>
}

/** Makes the model. Answers of the directory that come late are dropped. */
export function createPersonCard({ userId: me, openTalk, directory, rooms, profile, privacy }: PersonCardParts): PersonCardModel {
  const shown = createStore<Omit<PersonCard, 'isIgnored'> | undefined>(() => undefined)
  const { live } = derive([shown, privacy.state], () => {
    const now = shown.getState()
    return now === undefined ? undefined : { ...now, isIgnored: privacy.state.getState().ignored.includes(now.person.userId) }
  })
  const current = (): string => {
    const now = shown.getState()
    if (now === undefined) throw new Error('nobody is looked at')
    return now.person.userId
  }
  async function ask(userId: string): Promise<void> {
    const { people } = await directory.searchPeople(userId)
    const found = people.find((each) => each.userId === userId)
    const now = shown.getState()
    if (found === undefined || now?.person.userId !== userId) return
    const { kind, organisation, name, avatarUrl } = found
    shown.setState({ ...now, person: { userId, name, avatarUrl: avatarUrl ?? now.person.avatarUrl }, known: { kind, organisation } }, true)
  }
  async function askAbout(userId: string): Promise<void> {
    const about = await profile.aboutOf(userId)
    const now = shown.getState()
    if (now?.person.userId === userId) shown.setState({ ...now, about }, true)
  }
  async function askCommon(userId: string): Promise<void> {
    const ids = new Set(await directory.commonRoomsWith(userId))
    const common = rooms.all.getState().filter(({ roomId, kind, membership }) => ids.has(roomId) && kind === 'room' && membership === 'join')
    const now = shown.getState()
    if (now?.person.userId === userId) shown.setState({ ...now, common: common.map(({ roomId, name }) => ({ roomId, name })).toSorted((a, b) => a.name.localeCompare(b.name)) }, true)
  }
  return {
    state: live,
    open({ userId, name = userId, avatarUrl, isServer }) {
      shown.setState({ person: { userId, name, avatarUrl, ...(isServer === true ? { isServer } : {}) }, isMe: userId === me, known: undefined, about: undefined, common: undefined }, true)
      // Without the server, what a message says of them is shown.
      void ask(userId).catch(() => undefined)
      if (userId !== me && isServer !== true) void askCommon(userId).catch(() => undefined)
      if (isServer !== true) void askAbout(userId).catch(() => undefined)
    },
    close: () => shown.setState(undefined, true),
    openTalk: () => openTalk(current()),
    setIgnored: (isIgnored) => (isIgnored ? privacy.ignore(current()) : privacy.unignore(current())),
  }
}
