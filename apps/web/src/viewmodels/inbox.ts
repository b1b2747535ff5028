// The inbox: what waits for an answer, in one list, and how it is answered.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Session } from '../session/session.ts'
import type { InboxEntry } from '../session/types.ts'
import { derive } from './derive.ts'
import type { LaterModel } from './later/later.ts'

/** What the list shows. */
export const INBOX_KINDS = ['all', 'confirm', 'mention', 'thread', 'invitation', 'request', 'later'] as const

/** What the list shows. */
export type InboxKind = (typeof INBOX_KINDS)[number]

/** The list. */
export interface InboxState {
  kind: InboxKind
  /** The newest first. */
  entries: readonly InboxEntry[]
  /** How many there are of each kind. What was saved for later counts among all once it is due. */
  counts: Readonly<Record<InboxKind, number>>
}

/** The inbox. What is done with an entry rejects with `Refused`. */
export interface InboxModel {
  state: Live<InboxState>
  setKind(kind: InboxKind): void
  /** Whoever looks wants all that waits: rooms are read further back for it. */
  reach(): void
  /** Takes a mention or a thread off the list, as read; confirms what asks for that. */
  settle(entry: InboxEntry): Promise<void>
  /** Comes into a room, or lets somebody in. */
  accept(entry: InboxEntry): Promise<void>
  decline(entry: InboxEntry): Promise<void>
}

/** Makes the inbox over a session. */
export function createInbox({ inbox, actions }: Pick<Session, 'inbox' | 'actions'>, later: Pick<LaterModel, 'state'>): InboxModel {
  const kind = createStore<InboxKind>(() => 'all')
  // What was answered is gone at once; the server's next answer says the same.
  const settled = createStore<ReadonlySet<string>>(() => new Set())
  const { live } = derive<InboxState>([inbox.entries, kind, settled, later.state], () => {
    const { due, openCount } = later.state.getState()
    const waiting = inbox.entries.getState().filter((entry) => !settled.getState().has(keyOf(entry)))
    const shown = kind.getState()
    const countOf = (each: InboxKind): number => (each === 'all' ? waiting.length : waiting.filter((entry) => entry.kind === each).length)
    return {
      kind: shown,
      entries: shown === 'all' ? waiting : waiting.filter((entry) => entry.kind === shown),
      counts: { all: countOf('all') + due.length, later: openCount, confirm: countOf('confirm'), mention: countOf('mention'), thread: countOf('thread'), invitation: countOf('invitation'), request: countOf('request') },
    }
  })
  async function answer(entry: InboxEntry, act: () => Promise<unknown>): Promise<void> {
    settled.setState(new Set([...settled.getState(), keyOf(entry)]), true)
    try {
      await act()
    } catch (error) {
      settled.setState(new Set([...settled.getState()].filter((each) => each !== keyOf(entry))), true)
      throw error
    }
  }
  return {
    state: live,
    setKind: (next) => kind.setState(next, true),
    // Without the server, what is held here is shown.
    reach: () => void inbox.reach().catch(() => undefined),
    settle: (entry) => answer(entry, () => inbox.settle(entry)),
    accept: (entry) =>
      answer(entry, () => (entry.kind === 'request' ? actions.invite(entry.room.roomId, entry.person.userId) : actions.join(entry.room.roomId))),
    decline: (entry) =>
      answer(entry, () => (entry.kind === 'request' ? actions.remove(entry.room.roomId, entry.person.userId, '') : actions.leave(entry.room.roomId))),
  }
}

/** An entry that comes again, later, is another one. */
function keyOf(entry: InboxEntry): string {
  return `${entry.kind} ${entry.id} ${entry.atMs}`
}
