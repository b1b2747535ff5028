// Where one writes: the text and whom its words mean, what it answers or corrects, what is offered, and the sending.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Outgoing } from '../session/compose.ts'
import type { TalkActions } from '../session/talk-actions.ts'
import type { Message } from '../session/types.ts'
import type { Command, Offered, Suggestion } from './composer-suggest.ts'
import { COMMANDS, suggest } from './composer-suggest.ts'
import type { Dress, Token, Typed } from './composer-text.ts'
import { dress, insert, replaceToken, tokenAt } from './composer-text.ts'
import type { DraftMention, Drafts } from '../session/drafts.ts'

/** What is seen where one writes. */
export interface ComposerState {
  typed: Typed
  /** What is written anew, answers, or takes the place of a message. */
  mode: { kind: 'new' } | { kind: 'reply'; to: Message } | { kind: 'edit'; of: Message }
  suggestions: readonly Suggestion[]
  /** Which of them is taken with the Enter key. */
  active: number
}

/** Where one writes. */
export interface ComposerModel {
  state: Live<ComposerState>
  type(typed: Typed): void
  dress(how: Dress): void
  insert(word: string): void
  reply(to: Message): void
  edit(message: Message): void
  /** Corrects what one wrote last; only where nothing is being written. */
  editLast(): boolean
  /** Back to a new message; what was being corrected is left as it was. */
  cancel(): void
  move(step: 1 | -1): void
  take(index: number): void
  closeSuggestions(): void
  /** Sends what is written. Gives back the command for the screen, where one was written. */
  send(): Promise<'poll' | 'date' | undefined>
  close(): void
}

/** What a place for writing is made over. */
export interface ComposerParts {
  /** Under which its draft is kept. */
  key: string
  threadId?: string | undefined
  actions: Pick<TalkActions, 'send' | 'edit' | 'setTyping'>
  drafts: Pick<Drafts, 'get' | 'set'>
  offered(): Offered
  /** Asks for what offers need and was not loaded yet; told when it is there. */
  need(kind: Token['kind'], loaded: () => void): void
  find(id: string): Message | undefined
  lastOwn(): Message | undefined
  /** Whether it may be sent; asks where somebody has to say so. */
  confirmSend(): Promise<boolean>
}

const TYPING_AGAIN_MS = 10_000
/** What has looks: anything else is sent as it is. */
const LOOKS = /[*_`~#>[\]|=\\-]|^\s*\d+[.)]/m

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
  const answered = draft?.replyToId === undefined ? undefined : parts.find(draft.replyToId)
  const state = createStore<ComposerState>(() => ({
    typed: atEnd(draft?.text ?? ''),
    mode: answered === undefined ? { kind: 'new' } : { kind: 'reply', to: answered },
    suggestions: [],
    active: 0,
  }))
  const desk: Desk = { parts, state, mentions: draft?.mentions ?? [], token: undefined, notice: createTypingNotice(parts.actions) }
  return {
    state,
    ...writing(desk),
    ...modes(desk),
    ...offers(desk),
    send: () => send(desk),
    close() {
      desk.notice.typed(false)
    },
  }
}

const atEnd = (text: string): Typed => ({ text, from: text.length, to: text.length })

function writing(desk: Desk): Pick<ComposerModel, 'type' | 'dress' | 'insert'> {
  const typed = (): Typed => desk.state.getState().typed
  return {
    type: (next) => setTyped(desk, next),
    dress: (how) => setTyped(desk, dress(typed(), how)),
    insert: (word) => setTyped(desk, insert(typed(), word)),
  }
}

function modes(desk: Desk): Pick<ComposerModel, 'reply' | 'edit' | 'editLast' | 'cancel'> {
  const { state, parts } = desk
  function begin(mode: ComposerState['mode'], typed: Typed): void {
    desk.token = undefined
    state.setState({ mode, typed, suggestions: [] })
  }
  function edit(of: Message): void {
    save(desk)
    desk.mentions = []
    begin({ kind: 'edit', of }, atEnd(of.body.kind === 'text' ? of.body.text : ''))
  }
  return {
    reply(to) {
      const { mode, typed } = state.getState()
      begin({ kind: 'reply', to }, mode.kind === 'edit' ? atEnd('') : typed)
      save(desk)
    },
    edit,
    editLast() {
      const { typed, mode } = state.getState()
      const last = typed.text === '' && mode.kind === 'new' ? parts.lastOwn() : undefined
      if (last !== undefined) edit(last)
      return last !== undefined
    },
    cancel() {
      const { mode, typed } = state.getState()
      const kept = mode.kind === 'edit' ? parts.drafts.get(parts.key) : undefined
      if (mode.kind === 'edit') desk.mentions = kept?.mentions ?? []
      begin({ kind: 'new' }, mode.kind === 'edit' ? atEnd(kept?.text ?? '') : typed)
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
      if (suggestion === undefined || desk.token === undefined) return
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
  const { typed, mode } = desk.state.getState()
  if (mode.kind === 'edit') return
  const replyToId = mode.kind === 'reply' ? mode.to.id : undefined
  const mentions = desk.mentions.filter(({ label }) => typed.text.includes(label))
  desk.parts.drafts.set(desk.parts.key, typed.text === '' && replyToId === undefined ? undefined : { text: typed.text, mentions, replyToId })
}

function clear(desk: Desk): void {
  desk.token = undefined
  desk.mentions = []
  desk.state.setState({ typed: atEnd(''), mode: { kind: 'new' }, suggestions: [], active: 0 })
  save(desk)
  desk.notice.typed(false)
}

async function send(desk: Desk): Promise<'poll' | 'date' | undefined> {
  const { parts, mentions } = desk
  const { typed, mode } = desk.state.getState()
  const command = commandOf(typed.text)
  if (command === 'poll' || command === 'date') {
    clear(desk)
    return command
  }
  if (typed.text.trim() === '' || !(await parts.confirmSend())) return undefined
  const outgoing = await toOutgoing(typed.text.trim(), mentions)
  // What was written meanwhile stays.
  if (desk.state.getState().typed.text === typed.text) clear(desk)
  const place = { threadId: parts.threadId, replyTo: mode.kind === 'reply' ? { id: mode.to.id, sender: mode.to.sender.userId } : undefined }
  await (mode.kind === 'edit' ? parts.actions.edit(mode.of.id, outgoing) : parts.actions.send(outgoing, place))
  return undefined
}

function wordOf(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'person':
      return `@${suggestion.name}`
    case 'everybody':
      return '@room'
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
  return suggestion.kind === 'person' || suggestion.kind === 'room' ? { label, id: suggestion.id } : undefined
}

function commandOf(text: string): Command | undefined {
  const word = /^\/(\w+)(?:\s|$)/.exec(text)?.[1]
  return COMMANDS.find((command) => command === word)
}

/** What is sent of a text. */
async function toOutgoing(text: string, mentions: readonly DraftMention[]): Promise<Outgoing> {
  const command = commandOf(text)
  const said = command === 'me' || command === 'plain' ? text.slice(command.length + 1).trim() : text
  const meant = mentions.filter(({ label }) => said.includes(label))
  const told = { userIds: [...new Set(meant.filter(({ id }) => id.startsWith('@') && id !== '@room').map(({ id }) => id))], room: meant.some(({ id }) => id === '@room') }
  const hasLooks = command !== 'plain' && (LOOKS.test(said) || meant.length > 0)
  const html = hasLooks ? (await import('./composer-markdown.ts')).toHtml(said, meant) : undefined
  return { text: said, html, tone: command === 'me' ? 'emote' : 'plain', mentions: told }
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
