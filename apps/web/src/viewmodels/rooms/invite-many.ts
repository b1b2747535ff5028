// Inviting many at once: what was pasted is looked up entry by entry, each becomes somebody of the directory, an address to write
// to, or nobody; and what cannot be done for one of them is said beside them, with nothing lost.
import { foldName, parseAddress, personNameOf } from '@chappe/policy'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { FoundPerson } from '../../session/types.ts'

/** Why an entry cannot be invited as it stands. */
export type InviteProblem = 'nobody' | 'several' | 'short' | 'closed' | 'external' | 'notAsked'

/** Somebody to be invited. `text`: as it was pasted. `failure`: what the server said when they were invited. */
export type InviteEntry = { id: number; text: string; failure: string | undefined } & (
  | { kind: 'looking' }
  | { kind: 'found'; person: FoundPerson }
  | { kind: 'mail'; address: string }
  | { kind: 'unknown'; problem: InviteProblem }
)

/** The form. */
export interface InviteManyState {
  entries: readonly InviteEntry[]
  isBusy: boolean
  /** How many were invited and are no longer in the list. */
  done: number
  /** How many of what was pasted were left out, being too many. */
  left: number
}

/** The form. */
export interface InviteMany {
  state: Live<InviteManyState>
  /** Takes what was pasted; false where it is one entry only, which is typed as anything else. */
  paste(text: string): boolean
  /** Those of the directory, as the picker has them now. */
  setPeople(people: readonly FoundPerson[]): void
  remove(id: number): void
  /** Looks again for whom the room did not admit, or who could not be looked for. */
  again(): void
  /** Invites all that can be; who could not be stays, with the reason. Gives back whether nobody is left. */
  invite(): Promise<boolean>
}

/** What it is made over. */
export interface InviteManyParts {
  directory: Pick<Session['directory'], 'searchPeople' | 'inviteByMail'>
  actions: Pick<Session['actions'], 'invite'>
  userId: string
  /** Whether people from outside may be invited to the room: that may change while the form is open. */
  admitsExternals: () => boolean
  wait: (ms: number) => Promise<void>
}

export const ENTRIES_MAX = 100
const ENTRY_CHARS_MAX = 200
const TERM_MIN = 3
/** The server takes so many searches at once, and then some a second. */
const PAUSE_MS = 600
const FAST = 12
const TRIES = 5
const AGAIN: ReadonlySet<InviteProblem> = new Set(['closed', 'external', 'notAsked'])

/** Begins with nobody. */
export function createInviteMany(parts: InviteManyParts, roomId: string): InviteMany {
  const state = createStore<InviteManyState>(() => ({ entries: [], isBusy: false, done: 0, left: 0 }))
  const queue: number[] = []
  let nextId = 1
  let isLooking = false
  let asked = 0
  const set = (id: number, change: (entry: InviteEntry) => InviteEntry): void =>
    state.setState(({ entries }) => ({ entries: withoutTwins(entries.map((entry) => (entry.id === id ? change(entry) : entry))) }))

  async function lookUp(): Promise<void> {
    if (isLooking) return
    isLooking = true
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      const entry = state.getState().entries.find((each) => each.id === id)
      if (entry?.kind !== 'looking') continue
      if (asked >= FAST) await parts.wait(PAUSE_MS)
      asked += 1
      const found = await findEntry(parts, entry.text)
      set(entry.id, ({ id: same, text, failure }) => ({ id: same, text, failure, ...found }))
    }
    isLooking = false
  }

  async function inviteOne(entry: InviteEntry): Promise<void> {
    try {
      if (entry.kind === 'found') await withPatience(parts, () => parts.actions.invite(roomId, entry.person.userId))
      if (entry.kind === 'mail') await withPatience(parts, () => parts.directory.inviteByMail(entry.address, roomId))
      state.setState(({ entries, done }) => ({ entries: entries.filter(({ id }) => id !== entry.id), done: done + 1 }))
    } catch (error) {
      set(entry.id, (each) => ({ ...each, failure: error instanceof Error ? error.message : '' }))
    }
  }

  return {
    state,
    paste(text) {
      const texts = entriesIn(text)
      if (texts.length < 2) return false
      const room = Math.max(ENTRIES_MAX - state.getState().entries.length, 0)
      const added = texts.slice(0, room).map((each): InviteEntry => ({ id: nextId++, text: each, failure: undefined, kind: 'looking' }))
      state.setState(({ entries }) => ({ entries: [...entries, ...added], left: texts.length - added.length }))
      queue.push(...added.map(({ id }) => id))
      void lookUp()
      return true
    },
    setPeople(people) {
      state.setState(({ entries }) => {
        const kept = entries.filter((entry) => entry.kind !== 'found' || people.some(({ userId }) => userId === entry.person.userId))
        const known = new Set(kept.flatMap((entry) => (entry.kind === 'found' ? [entry.person.userId] : [])))
        const added = people.filter(({ userId }) => !known.has(userId)).map((person): InviteEntry => ({ id: nextId++, text: person.name, failure: undefined, kind: 'found', person }))
        return { entries: [...kept, ...added] }
      })
    },
    remove: (id) => state.setState(({ entries }) => ({ entries: entries.filter((entry) => entry.id !== id) })),
    again() {
      const due = state.getState().entries.filter((entry) => entry.kind === 'unknown' && AGAIN.has(entry.problem))
      for (const { id } of due) set(id, ({ text }) => ({ id, text, failure: undefined, kind: 'looking' }))
      queue.push(...due.map(({ id }) => id))
      void lookUp()
    },
    async invite() {
      if (state.getState().isBusy) return false
      state.setState({ isBusy: true, done: 0 })
      // One after the other: an invitation changes the room, and each is its own to succeed or fail.
      for (const entry of state.getState().entries) if (entry.kind === 'found' || entry.kind === 'mail') await inviteOne(entry)
      state.setState({ isBusy: false })
      return state.getState().entries.length === 0
    },
  }
}

/** Each entry of what was pasted: lines, or what stands between semicolons, tabs and commas; `Name <address>` is one. */
export function entriesIn(text: string): string[] {
  const texts = text.slice(0, ENTRIES_MAX * ENTRY_CHARS_MAX).split(/[\n\r;\t]+|,(?![^<]*>)/).map((each) => each.replaceAll(/\s+/g, ' ').trim())
  return [...new Set(texts.filter((each) => each !== '').map((each) => each.slice(0, ENTRY_CHARS_MAX)))]
}

/** What an entry means to be looked for: the address in it, or all of it without quotes. */
function termOf(text: string): string {
  const address = /<([^<>\s]+)>/.exec(text)?.[1]
  return (address ?? text).replace(/^(["'])(.*)\1$/, '$2').replace(/^mailto:/i, '').trim()
}

type Outcome = { kind: 'found'; person: FoundPerson } | { kind: 'mail'; address: string } | { kind: 'unknown'; problem: InviteProblem }

async function findEntry(parts: InviteManyParts, text: string): Promise<Outcome> {
  const term = termOf(text)
  const address = parseAddress(term)?.address
  if (term.length < TERM_MIN) return { kind: 'unknown', problem: 'short' }
  try {
    const { people, isLimited } = await withPatience(parts, () => parts.directory.searchPeople(term))
    const others = people.filter(({ userId }) => userId !== parts.userId)
    const named = others.filter(({ name, userId }) => userId === term || foldName(personNameOf(name)) === foldName(term) || foldName(name) === foldName(term))
    const [only, second] = named.length > 0 ? named : isLimited ? [] : others
    if (only !== undefined && second === undefined) return only.kind === 'external' && !parts.admitsExternals() ? { kind: 'unknown', problem: 'external' } : { kind: 'found', person: only }
    if (second !== undefined || isLimited) return { kind: 'unknown', problem: 'several' }
    if (address === undefined) return { kind: 'unknown', problem: 'nobody' }
    return parts.admitsExternals() ? { kind: 'mail', address } : { kind: 'unknown', problem: 'closed' }
  } catch {
    return { kind: 'unknown', problem: 'notAsked' }
  }
}

/** Whoever asks too often is told to wait: that is no answer. */
async function withPatience<T>({ wait }: InviteManyParts, ask: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask()
    } catch (error) {
      const isTooOften = typeof error === 'object' && error !== null && 'code' in error && error.code === 'M_LIMIT_EXCEEDED'
      if (!isTooOften || tried >= TRIES) throw error
      await wait(PAUSE_MS * 2 ** tried)
    }
  }
}

/** Of two entries that are the same person or the same address, the first stays. */
function withoutTwins(entries: readonly InviteEntry[]): readonly InviteEntry[] {
  const seen = new Set<string>()
  return entries.filter((entry) => {
    const key = entry.kind === 'found' ? entry.person.userId : entry.kind === 'mail' ? entry.address : undefined
    if (key === undefined) return true
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
