// The keys under which somebody is found, and what somebody who searches asks for.
import { parseAddress, personNameOf } from '@chappe/policy'
import { wordsOf } from '../../folding.ts'

const MAX_WORDS = 8
const MAX_KEY_LENGTH = 120
const MAX_JOB_WORDS = 12
const MAX_JOB_KEY_LENGTH = 240
/** Nobody looks for a job by "de" or "of". */
const MIN_JOB_START = 3

/**
 * The keys of a person: each rotation of the words of their display name, and of their localpart. `Jean-Paul Martin`
 * is found under `jean paul martin`, `paul martin jean` and `martin jean paul`; where an organisation stands behind the
 * name, under those without it as well, so that the whole name is a whole key.
 */
export function keysOf(person: { localpart: string; displayName: string | null }): string[] {
  const keys = new Set<string>()
  for (const text of textsOf(person)) {
    const words = wordsOf(text).slice(0, MAX_WORDS)
    for (let start = 0; start < words.length; start += 1) {
      keys.add([...words.slice(start), ...words.slice(0, start)].join(' ').slice(0, MAX_KEY_LENGTH))
    }
  }
  return [...keys]
}

function textsOf({ displayName, localpart }: { localpart: string; displayName: string | null }): string[] {
  const name = displayName ?? ''
  return [name, personNameOf(name), localpart]
}

/**
 * What stands before the keys of an organisation's people where one looks among them only; people of none (null) are
 * together as well. No word begins so.
 */
export function prefixOf(organisationNid: number | null): string {
  return `#${organisationNid ?? 0} `
}

/**
 * The keys under which somebody is found by what they do: each longer word of title and service with those behind it, in
 * a circle, then their name, so that "Marie budget" finds Marie of the budget. They stand apart from the keys of names,
 * which come first.
 */
export function jobKeysOf(person: { displayName: string | null; title: string; service: string }): string[] {
  const words = wordsOf(`${person.title} ${person.service}`).slice(0, MAX_JOB_WORDS)
  const name = wordsOf(person.displayName ?? '').slice(0, MAX_WORDS)
  const starts = words.flatMap((word, at) => (word.length >= MIN_JOB_START ? [at] : []))
  return [...new Set(starts.map((at) => [...words.slice(at), ...words.slice(0, at), ...name].join(' ').slice(0, MAX_JOB_KEY_LENGTH)))]
}

/** What stands before the keys of jobs: of an organisation's people (null: of none), or of everybody. */
export function jobPrefixOf(organisationNid: number | null | 'everybody'): string {
  return organisationNid === 'everybody' ? '~ ' : `~${organisationNid ?? 0} `
}

/** A key without what stands before it. */
export function withoutPrefix(key: string): string {
  return key.startsWith('#') || key.startsWith('~') ? key.slice(key.indexOf(' ') + 1) : key
}

/** Where keys of jobs may begin for what is looked for, and what each has to have: each word begins one of theirs. */
export function jobLookOf({ main, others }: Wanted, prefix: string): { starts: string[]; patterns: string[] } {
  const words = [...new Set([main, ...others])]
  const starts = words.filter((word) => word.length >= MIN_JOB_START).slice(0, MAX_JOB_STARTS)
  return { starts: starts.map((word) => prefix + word), patterns: words.map((word) => `% ${word}%`) }
}

/** The longest words are the rarest, and each costs a look. */
const MAX_JOB_STARTS = 3

/** Whether somebody was found by their name: each word that was typed begins one of theirs. */
export function isFoundByName({ main, others }: Wanted, person: { localpart: string; displayName: string | null }): boolean {
  return textsOf(person).some((text) => {
    const words = wordsOf(text)
    return [main, ...others].every((wanted) => words.some((word) => word.startsWith(wanted)))
  })
}

/** What is looked for. */
export interface Wanted {
  /** The words as they were typed: the beginning of a key of whoever is meant, more often than not. */
  phrase: string
  /** The longest word, and the others. */
  main: string
  others: string[]
  /** What was typed is an e-mail address: whoever it was confirmed for is meant. */
  address: string | undefined
}

/** Reads a search term: words, a localpart or a whole user id of this server. Nothing where it is too short. */
export function parseTerm(term: string, options: { serverName: string; lengthMin: number }): Wanted | undefined {
  const words = wordsOf(localpartOf(term, options.serverName)).slice(0, MAX_WORDS)
  const [main, ...others] = words.toSorted((a, b) => b.length - a.length)
  if (main === undefined || main.length < options.lengthMin) return undefined
  const cut = (text: string): string => text.slice(0, MAX_KEY_LENGTH)
  return { phrase: cut(words.join(' ')), main: cut(main), others: others.map(cut), address: parseAddress(term.trim())?.address }
}

function localpartOf(term: string, serverName: string): string {
  const trimmed = term.trim()
  const suffix = `:${serverName}`
  return trimmed.startsWith('@') && trimmed.endsWith(suffix) ? trimmed.slice(1, -suffix.length) : trimmed
}

/** How well somebody fits: 3 is the whole name, 2 each word of it as typed, 1 words that begin so. */
export function closenessOf(wanted: Wanted, person: { localpart: string; displayName: string | null }): number {
  return Math.max(...textsOf(person).map((text) => closenessOfWords(wanted, wordsOf(text))))
}

/** How well a key fits. */
export function closenessOfKey(wanted: Wanted, key: string): number {
  return closenessOfWords(wanted, key.split(' '))
}

function closenessOfWords({ phrase, main, others }: Wanted, words: readonly string[]): number {
  if (words.join(' ') === phrase) return 3
  return [main, ...others].every((word) => words.includes(word)) ? 2 : 1
}
