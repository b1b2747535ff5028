// What the server writes for people to read, in the language of whoever reads it. The record keeps its words as they were
// written; here they are read, and worded anew. What nothing is known of stands as it is.
import type { Words } from '@chappe/ui'
import { wordTarget as wordLeaked } from './pages/consequences/leaked-target.ts'
import { wordState } from './word-names.ts'
import { refusedEn } from './words/en/refused.ts'
import type { WordKey } from './words/en.ts'

type DeskWords = Words<WordKey>
/** The parts of a text that its pattern caught. */
type Parts = readonly string[]
type Pattern = readonly [RegExp, (parts: Parts, words: DeskWords) => string]

/** A word for a thing with a number. */
const numbered = (name: string, key: WordKey): Pattern => [new RegExp(`^${name} (\\d+)$`), ([id = ''], { say }) => say(key, { id })]

const TIME = String.raw`from (\d{4}-\S+Z) to (\d{4}-\S+Z)`

/** What acts and requests are about. The order is of no account: each begins in its own way. */
const TARGETS: readonly Pattern[] = [
  numbered('case', 'served.case'),
  numbered('request', 'served.request'),
  numbered('report', 'served.report'),
  numbered('alert', 'served.alert'),
  numbered('action', 'served.action'),
  numbered('announcement', 'served.announcement'),
  numbered('exposure report', 'consequences.title'),
  numbered('network', 'served.network'),
  numbered('recovery', 'served.recovery'),
  numbered('drill', 'drill.title'),
  numbered('claim check', 'served.claimCheck'),
  [/^announcement: (.*)$/s, ([title = ''], { say }) => say('served.announced', { title })],
  [/^exposure report (\d+): notices to everybody it affects$/, ([id = ''], { say }) => say('served.notices', { id })],
  [/^a drill(?:: (.*))?$/s, ([label = ''], { say }) => (label === '' ? say('served.drill') : say('served.drillOf', { label }))],
  [/^the first operator$/, (_, { say }) => say('served.firstOperator')],
  [/^readers of \d+ (?:events|places|texts|files)\b/, ([whole = ''], { say }) => say('served.readers', { what: wordLeaked(whole, say) })],
  [new RegExp(`^session (".*") of (@\\S+) ${TIME}$`), ([device = '', who = '', from = '', to = ''], words) => words.say('served.timed', { what: words.say('exposure.sessionOf', { device: unquoted(device), who }), time: timeOf(from, to, words) })],
  [new RegExp(`^everybody ${TIME}$`), ([from = '', to = ''], words) => words.say('served.timed', { what: words.say('exposure.everybody'), time: timeOf(from, to, words) })],
  [new RegExp(`^(@\\S+) ${TIME}$`), ([who = '', from = '', to = ''], words) => words.say('served.timed', { what: who, time: timeOf(from, to, words) })],
  [new RegExp(`^(account|room|person|file|network) (\\S+) ${TIME}$`), ([kind = '', value = '', from = '', to = ''], words) => words.say('served.timed', { what: searched(kind, value, words), time: timeOf(from, to, words) })],
  [/^(account|room|person|file|network) (\S+)$/, ([kind = '', value = ''], words) => searched(kind, value, words)],
]

const TITLES: readonly Pattern[] = [
  [/^Containment of (@\S+)$/, ([who = ''], { say }) => say('served.containment', { who })],
  [/^Exercise: containment of (@\S+)$/, ([who = ''], { say }) => say('served.exercise', { who })],
]

/** What an act or a request is about. */
export function wordTarget(target: string, words: DeskWords): string {
  return wordBy(TARGETS, target, words)
}

/** The title of a case: those that nobody has written are the server's. */
export function wordTitle(title: string, words: DeskWords): string {
  return wordBy(TITLES, title, words)
}

const BROKEN: readonly Pattern[] = [
  [/^block (\d+) does not follow block (-?\d+) of its process$/, ([block = '', after = ''], { say }) => say('served.notFollowing', { block, after })],
  [/^(\d+) records of a spool cannot be read$/, ([count = ''], { say }) => say('served.spoolDamaged', { count: Number(count) })],
]

/** What is wrong with the record of reads. */
export function wordBroken(broken: string, words: DeskWords): string {
  return wordBy(BROKEN, broken, words)
}

const GAPS: readonly Pattern[] = [
  ...BROKEN,
  [/^(\d+) bytes of the record wait outside of it, until the database takes rows$/, ([bytes = ''], { say }) => say('served.spooled', { bytes: Number(bytes) })],
  [/^the time for which rows are kept is over$/, (_, { say }) => say('served.forgotten')],
]

/** Why a time is not whole in the record. */
export function wordGap(why: string, words: DeskWords): string {
  return wordBy(GAPS, why, words)
}

const WITNESS: readonly Pattern[] = [
  [/^it does not answer \((.*)\)$/s, ([why = ''], { say }) => say('served.noAnswer', { why })],
  [/^it answered (\d+): (.*)$/s, ([status = '', text = ''], { say }) => say('served.answered', { status, text })],
  [/^it has signed (\d+) rows, and there are (\d+): rows are missing here$/, ([signed = '', size = ''], { say, number }) => say('served.signedMore', { signed: number(Number(signed)), size: number(Number(size)) })],
  [/^it answered without its signature$/, (_, { say }) => say('served.unsigned')],
]

/** Why a witness does not sign. */
export function wordWitnessProblem(problem: string, words: DeskWords): string {
  return wordBy(WITNESS, problem, words)
}

const REFUSALS: ReadonlyMap<string, string> = new Map(Object.entries(refusedEn).map(([key, text]) => [text, key]))

function isRefusal(key: string | undefined): key is keyof typeof refusedEn {
  return key !== undefined && Object.hasOwn(refusedEn, key)
}

/** Refusals with something in them; the parts are the server's names, of which the screen has words for some. */
const REFUSAL_PATTERNS: readonly Pattern[] = [
  [/^That cannot be done \(\w+\) to an account that is (\w+)$/, ([state = ''], { say }) => say('refusal.state', { state: wordState(state, say) })],
  [/^Your role does not let you do that \(\w+\) to an account that is (\w+)$/, ([state = ''], { say }) => say('refusal.roleState', { state: wordState(state, say) })],
  [/^network: not wider than (\/\d+)$/, ([bits = ''], { say }) => say('refusal.wide', { bits })],
  [/^There is no such organisation: (.+)$/s, ([names = ''], { say }) => say('refusal.organisations', { names })],
]

/** Why the server refused something; undefined where nobody here has words for it. */
export function wordRefusal(message: string, words: DeskWords): string | undefined {
  const key = REFUSALS.get(message)
  if (isRefusal(key)) return words.say(key)
  const worded = wordBy(REFUSAL_PATTERNS, message, words)
  return worded === message ? undefined : worded
}

function wordBy(patterns: readonly Pattern[], text: string, words: DeskWords): string {
  for (const [pattern, word] of patterns) {
    const found = pattern.exec(text)
    if (found !== null) return word(found.length === 1 ? [text] : found.slice(1), words)
  }
  return text
}

function searched(kind: string, value: string, { say }: DeskWords): string {
  const key = SEARCHED.find((each) => each === kind)
  return key === undefined ? `${kind} ${value}` : say('served.searched', { what: say(`searchKind.${key}`), value })
}

const SEARCHED = ['account', 'room', 'person', 'file', 'network'] as const

/** An open beginning is the beginning of the record, not a day in 1970. */
function timeOf(from: string, to: string, words: DeskWords): string {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return `${from} – ${to}`
  return words.say('exposure.fromTo', { from: fromMs === 0 ? words.say('exposure.beginning') : words.moment(fromMs), to: words.moment(toMs) })
}

/** A name as the server has quoted it. */
function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : text
  } catch {
    return text
  }
}
