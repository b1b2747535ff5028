// Where one writes: the text and whom its words mean, what it answers or corrects, what is offered, and the sending.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { WordsOfFiles } from '../../session/talk/compose.ts'
import { toWordsOfFiles } from '../../session/talk/compose.ts'
import type { TalkActions } from '../../session/talk/talk-actions.ts'
import type { Message } from '../../session/types.ts'
import { mentionsIn, NO_WISH, toldAsGroups, toOutgoing } from './composer-outgoing.ts'
import type { Offered, Suggestion } from './composer-suggest.ts'
import { suggest } from './composer-suggest.ts'
import type { Dress, Token, Typed } from './composer-text.ts'
import { dress, insert, replaceToken, tokenAt } from './composer-text.ts'
import { commandOf } from './composer-suggest.ts'
import { derive } from '../derive.ts'
import type { ScheduledEntry, ScheduledModel, Written, WrittenPlace } from '../later/scheduled.ts'
import { placeKey } from '../later/scheduled.ts'
import type { Draft, DraftMention, Drafts, WeightWish } from '../../session/drafts.ts'
import { spareOf } from '../../session/drafts.ts'

/** What is seen where one writes. */
export interface ComposerState {
  typed: Typed
  /** What is asked of whoever reads it. */
  wish: WeightWish
  /** What is written anew, answers, or takes the place of a message. */
  mode: { kind: 'new' } | { kind: 'reply'; to: Message } | { kind: 'edit'; of: Message }
  suggestions: readonly Suggestion[]
  /** Which of them is taken with the Enter key. */
  active: number
}

/** Where one writes. */
export interface ComposerModel {
  state: Live<ComposerState>
  /** What was begun here on another device at the same time, and gave way. */
  spare: Live<string | undefined>
  /** Puts it in the place of what is written, which gives way to it then. */
  takeSpare(): void
  dropSpare(): void
  type(typed: Typed): void
  dress(how: Dress): void
  insert(word: string): void
  setWish(change: Partial<WeightWish>): void
  reply(to: Message): void
  edit(message: Message): void
  /** Corrects what one wrote last; only where nothing is being written. */
  editLast(): boolean
  /** Back to a new message; what was being corrected is left as it was. */
  cancel(): void
  move(step: 1 | -1): void
  take(index: number): void
  closeSuggestions(): void
  /** Keeps what is written, to be sent at a time. */
  sendLater(dueAtMs: number): Promise<'kept' | 'full' | 'nothing'>
  /** The message that was just sent from here, while it can be taken back. */
  held: Live<ScheduledEntry | undefined>
  /** Puts it back where one writes; what stands there by now gives way to it. False where there is none any more. */
  takeBack(): boolean
  /** What is to be sent from here at a time. */
  waiting: Live<readonly ScheduledEntry[]>
  /** Writes one of them anew. */
  rewrite(id: string): Promise<void>
  /** Sends what is written. Gives back the command for the screen, where one was written. */
  send(): Promise<'poll' | 'date' | undefined>
  /** Hands what is written to files that are sent: it goes with the first of them. The field is empty once they are on their way. */
  sendWith(send: (words: WordsOfFiles) => Promise<boolean>): Promise<void>
  close(): void
}

/** What a place for writing is made over. */
export interface ComposerParts {
  /** Under which its draft is kept. */
  key: string
  actions: Pick<TalkActions, 'send' | 'edit' | 'setTyping'>
  drafts: Pick<Drafts, 'all' | 'get' | 'set' | 'onReceived'>
  offered(): Offered
  /** Asks for what offers need and was not loaded yet; told when it is there. */
  need(kind: Token['kind'], loaded: () => void): void
  find(id: string): Message | undefined
  lastOwn(): Message | undefined
  place: WrittenPlace
  scheduled: Pick<ScheduledModel, 'waiting' | 'held' | 'hold' | 'schedule' | 'take' | 'takeBack'>
  /** Whether it may be sent; asks where somebody has to say so. `told`: how many people it tells as groups. */
  confirmSend(told: number): Promise<boolean>
}

const TYPING_AGAIN_MS = 10_000

/** What the parts of a place for writing share. */
interface Desk {
  parts: ComposerParts
  state: StoreApi<ComposerState>
  mentions: readonly DraftMention[]
  /** The word that is being offered for. */
  token: Token | undefined
  notice: { typed(isWriting: boolean): void }
}

/** Makes a place for writing; what was begun there before is there again. */
export function createComposer(parts: ComposerParts): ComposerModel {
  const draft = parts.drafts.get(parts.key)
  const state = createStore<ComposerState>(() => ({ ...begunIn(parts, draft), suggestions: [], active: 0 }))
  const desk: Desk = { parts, state, mentions: draft?.mentions ?? [], token: undefined, notice: createTypingNotice(parts.actions) }
  const { spare, stopSpare, ...spares } = sparing(desk)
  const { stopWaiting, ...waits } = waitingHere(desk)
  const stopReceiving = parts.drafts.onReceived((place, received) => (place === parts.key ? receive(desk, received) : undefined))
  return {
    state,
    spare,
    ...spares,
    ...waits,
    ...writing(desk),
    ...modes(desk),
    ...offers(desk),
    send: () => send(desk),
    sendWith: (send) => sendWith(desk, send),
    close() {
      stopSpare()
      stopWaiting()
      stopReceiving()
      desk.notice.typed(false)
    },
  }
}

const isNothing = ({ priority, asks }: WeightWish): boolean => priority === undefined && !asks

/** A draft as it stands where one writes. */
function begunIn({ find }: Pick<ComposerParts, 'find'>, draft: Draft | undefined): Pick<ComposerState, 'typed' | 'mode' | 'wish'> {
  const answered = draft?.replyToId === undefined ? undefined : find(draft.replyToId)
  return { typed: atEnd(draft?.text ?? ''), wish: draft?.wish ?? NO_WISH, mode: answered === undefined ? { kind: 'new' } : { kind: 'reply', to: answered } }
}

/** What was begun on another device stands here, where nothing else does; a correction is not disturbed. */
function receive(desk: Desk, draft: Draft | undefined): void {
  if (desk.state.getState().mode.kind === 'edit') return
  desk.token = undefined
  desk.mentions = draft?.mentions ?? []
  desk.state.setState({ ...begunIn(desk.parts, draft), suggestions: [] })
}

const atEnd = (text: string): Typed => ({ text, from: text.length, to: text.length })

function writing(desk: Desk): Pick<ComposerModel, 'type' | 'dress' | 'insert' | 'setWish'> {
  const typed = (): Typed => desk.state.getState().typed
  return {
    type: (next) => setTyped(desk, next),
    dress: (how) => setTyped(desk, dress(typed(), how)),
    insert: (word) => setTyped(desk, insert(typed(), word)),
    setWish(change) {
      desk.state.setState(({ wish }) => ({ wish: { ...wish, ...change } }))
      save(desk)
    },
  }
}

function modes(desk: Desk): Pick<ComposerModel, 'reply' | 'edit' | 'editLast' | 'cancel'> {
  const { state, parts } = desk
  function begin(mode: ComposerState['mode'], typed: Typed, wish: WeightWish): void {
    desk.token = undefined
    state.setState({ mode, typed, wish, suggestions: [] })
  }
  function edit(of: Message): void {
    save(desk)
    desk.mentions = mentionsIn(of.body)
    begin({ kind: 'edit', of }, atEnd(of.body.kind === 'text' ? of.body.text : ''), { priority: of.priority, asks: of.asking !== undefined })
  }
  return {
    reply(to) {
      const { mode, typed, wish } = state.getState()
      begin({ kind: 'reply', to }, mode.kind === 'edit' ? atEnd('') : typed, mode.kind === 'edit' ? NO_WISH : wish)
      save(desk)
    },
    edit,
    editLast() {
      const { typed, mode } = state.getState()
      // One that can still be taken back is corrected before anybody has seen it.
      if (typed.text === '' && mode.kind === 'new' && takeBack(desk)) return true
      const last = typed.text === '' && mode.kind === 'new' ? parts.lastOwn() : undefined
      if (last !== undefined) edit(last)
      return last !== undefined
    },
    cancel() {
      const { mode, typed, wish } = state.getState()
      const kept = mode.kind === 'edit' ? parts.drafts.get(parts.key) : undefined
      if (mode.kind === 'edit') desk.mentions = kept?.mentions ?? []
      begin({ kind: 'new' }, mode.kind === 'edit' ? atEnd(kept?.text ?? '') : typed, mode.kind === 'edit' ? (kept?.wish ?? NO_WISH) : wish)
      save(desk)
    },
  }
}

function offers(desk: Desk): Pick<ComposerModel, 'move' | 'take' | 'closeSuggestions'> {
  const { state } = desk
  return {
    move(step) {
      const { suggestions, active } = state.getState()
      if (suggestions.length > 0) state.setState({ active: (active + step + suggestions.length) % suggestions.length })
    },
    take(index) {
      const { suggestions, typed } = state.getState()
      const suggestion = suggestions[index]
      if (suggestion === undefined || desk.token === undefined || (suggestion.kind === 'group' && suggestion.group.isTooMany)) return
      const word = wordOf(suggestion)
      const mention = mentionOf(suggestion, word)
      if (mention !== undefined) desk.mentions = [...desk.mentions.filter(({ label }) => label !== mention.label), mention]
      const next = replaceToken(typed, desk.token, word)
      desk.token = undefined
      setTyped(desk, next)
    },
    closeSuggestions() {
      desk.token = undefined
      offer(desk)
    },
  }
}

function sparing(desk: Desk): Pick<ComposerModel, 'spare' | 'takeSpare' | 'dropSpare'> & { stopSpare(): void } {
  const { drafts, key } = desk.parts
  const kept = (): Draft | undefined => drafts.get(spareOf(key))
  const { live: spare, close: stopSpare } = derive([drafts.all], () => kept()?.text)
  return {
    spare,
    stopSpare,
    takeSpare() {
      const draft = kept()
      const { typed } = desk.state.getState()
      if (draft === undefined) return
      drafts.set(spareOf(key), typed.text.trim() === '' ? undefined : { text: typed.text, mentions: desk.mentions, replyToId: undefined })
      receive(desk, draft)
      save(desk)
    },
    dropSpare: () => drafts.set(spareOf(key), undefined),
  }
}

function setTyped(desk: Desk, typed: Typed): void {
  const { state, parts } = desk
  const before = desk.token
  const hasChanged = typed.text !== state.getState().typed.text
  desk.token = hasChanged || before !== undefined ? tokenAt(typed) : undefined
  state.setState(before?.kind === desk.token?.kind ? { typed } : { typed, active: 0 })
  if (desk.token !== undefined) parts.need(desk.token.kind, () => offer(desk))
  offer(desk)
  if (!hasChanged) return
  save(desk)
  desk.notice.typed(typed.text !== '')
}

function offer({ token, parts, state }: Desk): void {
  const suggestions = token === undefined ? [] : suggest(token, parts.offered())
  const { suggestions: before, active } = state.getState()
  if (before.length > 0 || suggestions.length > 0) state.setState({ suggestions, active: Math.min(active, Math.max(suggestions.length - 1, 0)) })
}

/** Keeps what is being written; a correction is not kept. */
function save(desk: Desk): void {
  const { typed, mode, wish } = desk.state.getState()
  if (mode.kind === 'edit') return
  const replyToId = mode.kind === 'reply' ? mode.to.id : undefined
  const mentions = desk.mentions.filter(({ label }) => typed.text.includes(label))
  desk.parts.drafts.set(desk.parts.key, typed.text === '' && replyToId === undefined ? undefined : { text: typed.text, mentions, replyToId, ...(isNothing(wish) ? {} : { wish }) })
}

function clear(desk: Desk): void {
  desk.token = undefined
  desk.mentions = []
  desk.state.setState({ typed: atEnd(''), wish: NO_WISH, mode: { kind: 'new' }, suggestions: [], active: 0 })
  save(desk)
  desk.notice.typed(false)
}

async function send(desk: Desk): Promise<'poll' | 'date' | undefined> {
  const { parts, mentions } = desk
  const { typed, mode, wish } = desk.state.getState()
  const command = commandOf(typed.text)
  if (command === 'poll' || command === 'date') {
    clear(desk)
    return command
  }
  const told = mode.kind === 'edit' ? 0 : toldAsGroups(typed.text, mentions)
  if (typed.text.trim() === '' || !(await parts.confirmSend(told))) return undefined
  const written = writtenOf(desk, mentions)
  if (mode.kind !== 'edit' && parts.scheduled.hold(parts.place, written)) {
    clear(desk)
    return undefined
  }
  const outgoing = await toOutgoing(written.text, { mentions, wish, asked: mode.kind === 'edit' ? mode.of.asking?.asked : undefined })
  // What was written meanwhile stays.
  if (desk.state.getState().typed.text === typed.text) clear(desk)
  const place = { threadId: parts.place.threadId, replyTo: written.replyTo }
  await (mode.kind === 'edit' ? parts.actions.edit(mode.of.id, outgoing) : parts.actions.send(outgoing, place))
  return undefined
}

async function sendWith(desk: Desk, sendFiles: (words: WordsOfFiles) => Promise<boolean>): Promise<void> {
  const { parts, mentions } = desk
  const { typed, wish } = desk.state.getState()
  const told = toldAsGroups(typed.text, mentions)
  if (told > 0 && !(await parts.confirmSend(told))) return
  const written = writtenOf(desk, mentions)
  const outgoing = await toOutgoing(written.text, { mentions, wish })
  const isSent = await sendFiles(toWordsOfFiles(outgoing, { threadId: parts.place.threadId, replyTo: written.replyTo }))
  // What was written meanwhile stays.
  if (isSent && desk.state.getState().typed.text === typed.text) clear(desk)
}

function writtenOf({ state }: Desk, mentions: readonly DraftMention[]): Written {
  const { typed, mode, wish } = state.getState()
  return { text: typed.text.trim(), mentions: mentions.filter(({ label }) => typed.text.includes(label)), ...(isNothing(wish) ? {} : { wish }), replyTo: mode.kind === 'reply' ? { id: mode.to.id, sender: mode.to.sender.userId } : undefined }
}

/** What waits to be sent from here. */
function waitingHere(desk: Desk): Pick<ComposerModel, 'held' | 'takeBack' | 'waiting' | 'rewrite' | 'sendLater'> & { stopWaiting(): void } {
  const { place, scheduled, confirmSend } = desk.parts
  const key = placeKey(place)
  const held = derive([scheduled.held], () => scheduled.held.getState().get(key))
  const waiting = derive([scheduled.waiting], () => scheduled.waiting.getState().get(key) ?? NONE)
  return {
    held: held.live,
    takeBack: () => takeBack(desk),
    waiting: waiting.live,
    async rewrite(id) {
      const written = await scheduled.take(id)
      if (written !== undefined) putBack(desk, written)
    },
    async sendLater(dueAtMs) {
      const { typed, mode } = desk.state.getState()
      if (typed.text.trim() === '' || mode.kind === 'edit' || !(await confirmSend(toldAsGroups(typed.text, desk.mentions)))) return 'nothing'
      if (!scheduled.schedule(place, writtenOf(desk, desk.mentions), dueAtMs)) return 'full'
      clear(desk)
      return 'kept'
    },
    stopWaiting() {
      held.close()
      waiting.close()
    },
  }
}

const NONE: readonly ScheduledEntry[] = []

function takeBack(desk: Desk): boolean {
  const written = desk.parts.scheduled.takeBack(desk.parts.place)
  if (written !== undefined) putBack(desk, written)
  return written !== undefined
}

/** Puts something where one writes; what stands there gives way to it, and is offered beside. */
function putBack(desk: Desk, { text, mentions, wish, replyTo }: Written): void {
  const { drafts, key } = desk.parts
  const { typed, mode } = desk.state.getState()
  if (mode.kind !== 'edit' && typed.text.trim() !== '') drafts.set(spareOf(key), { text: typed.text, mentions: desk.mentions, replyToId: undefined })
  desk.token = undefined
  desk.mentions = mentions
  desk.state.setState({ ...begunIn(desk.parts, { text, mentions, wish, replyToId: replyTo?.id }), suggestions: [] })
  save(desk)
}

function wordOf(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'person':
      return `@${suggestion.name}`
    case 'everybody':
      return '@room'
    case 'group':
      return `@${suggestion.group.name}`
    case 'room':
      return `#${suggestion.name}`
    case 'emoji':
      return suggestion.char
    case 'command':
      return `/${suggestion.command}`
  }
}

function mentionOf(suggestion: Suggestion, label: string): DraftMention | undefined {
  if (suggestion.kind === 'everybody') return { label, id: '@room' }
  if (suggestion.kind === 'group') return { label, id: suggestion.group.id, userIds: suggestion.group.userIds }
  return suggestion.kind === 'person' || suggestion.kind === 'room' ? { label, id: suggestion.id } : undefined
}

/** Tells others that somebody writes, and that they stopped; not more often than needed. */
function createTypingNotice(actions: Pick<TalkActions, 'setTyping'>): { typed(isWriting: boolean): void } {
  let toldAtMs: number | undefined
  return {
    typed(isWriting) {
      const nowMs = performance.now()
      if (isWriting ? toldAtMs !== undefined && nowMs - toldAtMs < TYPING_AGAIN_MS : toldAtMs === undefined) return
      toldAtMs = isWriting ? nowMs : undefined
      void actions.setTyping(isWriting).catch(() => undefined)
    },
  }
}
