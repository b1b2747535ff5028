// What people write into the search field: words, beginnings of words, phrases in quotes, and conditions in either language.
import { fold, listWords } from '../session/search/fold.ts'
import type { Holding, Wanted } from '../session/search/types.ts'

/** What was written, understood. */
export interface Query {
  wanted: readonly Wanted[]
  /** Names or ids of people, folded. */
  from: readonly string[]
  /** Names or ids of rooms, folded. */
  in: readonly string[]
  afterMs: number | undefined
  beforeMs: number | undefined
  has: readonly Holding[]
  /** Conditions that mean nothing: a date that is none. */
  unclear: readonly string[]
}

type Condition = 'from' | 'in' | 'after' | 'before' | 'has'

const CONDITIONS: Readonly<Record<string, Condition>> = {
  from: 'from',
  de: 'from',
  in: 'in',
  dans: 'in',
  after: 'after',
  apres: 'after',
  since: 'after',
  depuis: 'after',
  before: 'before',
  avant: 'before',
  has: 'has',
  avec: 'has',
}

/** The condition that a word before a colon stands for, in either language. */
export function conditionOf(key: string): Condition | undefined {
  const folded = fold(key)
  return Object.hasOwn(CONDITIONS, folded) ? CONDITIONS[folded] : undefined
}

const HAS: Readonly<Record<string, Holding>> = {
  file: 'file',
  fichier: 'file',
  image: 'image',
  picture: 'image',
  photo: 'image',
  link: 'link',
  lien: 'link',
  poll: 'poll',
  sondage: 'poll',
}

/** A condition, a phrase, or a word: `in:"Budget 2026"`, `"the figures"`, `figur`. */
const PART = /(?:(\p{L}+):)?(?:["“«]\s*([^"”»]*?)\s*["”»]|(\S+))/gu
const CHARS_MAX = 500
const PARTS_MAX = 20

/** Reads what was written. Whatever it is, it is a query. */
export function readQuery(text: string): Query {
  const query: Query & { wanted: Wanted[]; from: string[]; in: string[]; has: Holding[]; unclear: string[] } = {
    wanted: [],
    from: [],
    in: [],
    afterMs: undefined,
    beforeMs: undefined,
    has: [],
    unclear: [],
  }
  for (const [whole, key, phrase, word] of [...text.slice(0, CHARS_MAX).matchAll(PART)].slice(0, PARTS_MAX)) {
    const condition = key === undefined ? undefined : conditionOf(key)
    const value = phrase ?? word ?? ''
    if (condition === undefined) query.wanted.push(...toWanted(key === undefined ? value : `${key} ${value}`, phrase !== undefined))
    else if (condition === 'from' || condition === 'in') query[condition].push(foldName(value))
    else if (condition === 'has') push(query.has, HAS[fold(value)], query.unclear, whole)
    else {
      const ms = readDay(value)
      if (ms === undefined) query.unclear.push(whole)
      else query[condition === 'after' ? 'afterMs' : 'beforeMs'] = ms
    }
  }
  return query
}

/** Whether nothing is asked. */
export function isEmpty({ wanted, from, in: rooms, afterMs, beforeMs, has }: Query): boolean {
  return wanted.length + from.length + rooms.length + has.length === 0 && afterMs === undefined && beforeMs === undefined
}

/** A name as a condition compares it: `Alice Martin` and `alice martin` are one. */
export function foldName(name: string): string {
  return fold(name.trim().replace(/\s+/g, ' '))
}

function toWanted(value: string, isPhrase: boolean): Wanted[] {
  const words = listWords(value).map(({ folded }) => folded)
  if (words.length === 0) return []
  // What is written together stands together: `l'État`, `2026-01`.
  return [{ words, isPrefix: !isPhrase }]
}

function push(list: Holding[], holding: Holding | undefined, unclear: string[], whole: string): void {
  if (holding === undefined) unclear.push(whole)
  else list.push(holding)
}

/** The beginning of a day here: `2026-01-31` or `31/01/2026`. */
function readDay(value: string): number | undefined {
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value) ?? []
  const [, day = isoDay, month = isoMonth, year = isoYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day) ? date.getTime() : undefined
}
