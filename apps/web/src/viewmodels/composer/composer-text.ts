// What is done with the text that somebody writes: which word the caret stands in, what is put in its place, how a selection is
// dressed.

/** A text, and where the caret or the selection is in it. */
export interface Typed {
  text: string
  from: number
  to: number
}

/** A word that asks for suggestions. */
export interface Token {
  kind: 'person' | 'room' | 'emoji' | 'command'
  query: string
  from: number
  to: number
}

const QUERY_MAX = 64
const SIGNS: ReadonlyMap<string, Token['kind']> = new Map([
  ['@', 'person'],
  ['#', 'room'],
  [':', 'emoji'],
])

/** The word that the caret stands at the end of, where it asks for suggestions. */
export function tokenAt({ text, from, to }: Typed): Token | undefined {
  if (from !== to) return undefined
  const before = text.slice(0, to)
  const command = /^\/(\w*)$/.exec(before)
  if (command !== null) return { kind: 'command', query: command[1] ?? '', from: 0, to }
  const found = /(?:^|[\s([{"'«])([@#:])([\p{L}\p{N}\p{M}._+-]*)$/u.exec(before)
  const [, sign = '', query = ''] = found ?? []
  const kind = SIGNS.get(sign)
  if (kind === undefined || query.length > QUERY_MAX || (kind === 'emoji' && query.length < 2) || (kind === 'room' && query === '')) return undefined
  return { kind, query, from: to - query.length - 1, to }
}

/** Puts a word in the place of a token, a space after it, and the caret behind. */
export function replaceToken({ text }: Typed, token: Pick<Token, 'from' | 'to'>, word: string): Typed {
  const after = text.slice(token.to)
  const caret = token.from + word.length + 1
  return { text: `${text.slice(0, token.from)}${word}${after.startsWith(' ') ? '' : ' '}${after}`, from: caret, to: caret }
}

/** Puts a text where the caret is, in place of what is selected. */
export function insert({ text, from, to }: Typed, word: string): Typed {
  return { text: text.slice(0, from) + word + text.slice(to), from: from + word.length, to: from + word.length }
}

/** How a selection can be dressed. */
export type Dress = 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'quote' | 'list' | 'numbers' | 'formula'

const AROUND: Partial<Record<Dress, string>> = { bold: '**', italic: '*', strike: '~~', formula: '$$' }

/** Dresses what is selected; what is dressed so already is undressed. */
export function dress(typed: Typed, how: Dress): Typed {
  const selected = typed.text.slice(typed.from, typed.to)
  if (how === 'link') return wrap(typed, '[', '](https://)')
  if (how === 'code') return selected.includes('\n') ? wrap(typed, '```\n', '\n```') : wrap(typed, '`', '`')
  const around = AROUND[how]
  return around === undefined ? dressLines(typed, how) : wrap(typed, around, around)
}

function wrap({ text, from, to }: Typed, before: string, after: string): Typed {
  const isDressed = text.slice(from - before.length, from) === before && text.slice(to, to + after.length) === after
  if (isDressed) return { text: text.slice(0, from - before.length) + text.slice(from, to) + text.slice(to + after.length), from: from - before.length, to: to - before.length }
  return { text: text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to), from: from + before.length, to: to + before.length }
}

function dressLines({ text, from, to }: Typed, how: Dress): Typed {
  const start = text.lastIndexOf('\n', from - 1) + 1
  const lines = text.slice(start, to).split('\n')
  const signOf = (index: number): string => (how === 'quote' ? '> ' : how === 'list' ? '- ' : `${index + 1}. `)
  const isDressed = lines.every((line, index) => line.startsWith(signOf(index)))
  const dressed = lines.map((line, index) => (isDressed ? line.slice(signOf(index).length) : signOf(index) + line)).join('\n')
  const grown = dressed.length - (to - start)
  return { text: text.slice(0, start) + dressed + text.slice(to), from: from === to ? to + grown : start, to: to + grown }
}
