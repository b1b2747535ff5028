// The messages of a room or a thread as they are drawn: rows, where to go among them, which are chosen.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Timeline } from '../../session/talk/timeline.ts'
import type { Message } from '../../session/types.ts'
import { derive } from '../derive.ts'
import type { Row } from './timeline-rows.ts'
import { createRowMaker } from './timeline-rows.ts'

/** What is drawn. */
export interface TimelineViewState {
  rows: readonly Row[]
  hasOlder: boolean
  hasNewer: boolean
  isPaging: boolean
  isOpening: boolean
  firstUnreadId: string | undefined
}

/** Where the view is to go. A new value is a new wish, even to the same place. */
export type Goal = { to: 'message'; id: string } | { to: 'newest' }

/** What is asked in front of the messages. */
export type Question =
  | { kind: 'remove' | 'forward'; ids: readonly string[] }
  | { kind: 'history' | 'readers' | 'reactions' | 'confirmations' | 'remind'; id: string }
  | { kind: 'poll' | 'date' }

/** The messages of a room or a thread. */
export interface TimelineModel {
  state: Live<TimelineViewState>
  goal: Live<Goal | undefined>
  question: Live<Question | undefined>
  /** Asks; undefined ends it. */
  ask(question: Question | undefined): void
  /** The chosen messages; undefined while none are being chosen. */
  selection: Live<ReadonlySet<string> | undefined>
  page: Timeline['page']
  /** False where there is no such message to be seen. */
  goTo(id: string): Promise<boolean>
  /** False where nothing was said from that moment on. */
  goToDate(ms: number): Promise<boolean>
  goToNewest(): Promise<void>
  markRead(id: string): Promise<void>
  find(id: string): Message | undefined
  /** The last text that one wrote oneself and may still correct. */
  lastOwn(): Message | undefined
  /** Chooses a message or takes the choice back; begins the choosing. */
  choose(id: string): void
  endChoosing(): void
  close(): void
}

/** How many messages can be chosen at a time. */
export const CHOSEN_MAX = 50

/** Makes the model over a timeline, which it closes with itself. `holdsChanges`: whether it shows what happened to the room. */
export function createTimelineModel(timeline: Timeline, { holdsChanges = true }: { holdsChanges?: boolean } = {}): TimelineModel {
  const makeRows = createRowMaker()
  const { live, close } = derive([timeline.state], () => {
    const { messages, ...rest } = timeline.state.getState()
    return { ...rest, rows: makeRows(holdsChanges ? messages : messages.filter(({ body }) => body.kind !== 'change'), rest.firstUnreadId) }
  })
  const goal = createStore<Goal | undefined>(() => undefined)
  const question = createStore<Question | undefined>(() => undefined)
  const selection = createStore<ReadonlySet<string> | undefined>(() => undefined)
  const messages = (): readonly Message[] => timeline.state.getState().messages

  return {
    state: live,
    goal,
    question,
    ask: (next) => question.setState(next, true),
    selection,
    page: timeline.page,
    async goTo(id) {
      const isThere = await timeline.goTo(id)
      if (isThere) goal.setState({ to: 'message', id }, true)
      return isThere
    },
    async goToDate(ms) {
      const id = await timeline.goToDate(ms)
      if (id !== undefined) goal.setState({ to: 'message', id }, true)
      return id !== undefined
    },
    async goToNewest() {
      if (timeline.state.getState().hasNewer) await timeline.goToNewest()
      goal.setState({ to: 'newest' }, true)
    },
    markRead: timeline.markRead,
    find: (id) => messages().find((message) => message.id === id),
    lastOwn() {
      // One that is still on its way is not passed over: an older one would be corrected in its place.
      const last = messages().findLast((message) => message.isMine && message.body.kind === 'text')
      return last?.sending === 'sent' ? last : undefined
    },
    choose(id) {
      const next = new Set(selection.getState())
      if (!next.delete(id) && next.size < CHOSEN_MAX) next.add(id)
      selection.setState(next, true)
    },
    endChoosing: () => selection.setState(undefined, true),
    close() {
      close()
      timeline.close()
    },
  }
}
