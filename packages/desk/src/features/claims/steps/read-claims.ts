// What somebody has published, read for figures and identifiers. French and English ways of writing numbers.

/** What a figure counts. */
export type FigureKind = 'rooms' | 'messages' | 'files' | 'people' | 'bytes' | 'sessions'

/** A claim: a figure, or an identifier. `slack`: how far below the figure the truth may be, as it was rounded. */
export type Claim =
  | { text: string; kind: FigureKind; claimed: number; slack: number }
  | { text: string; kind: 'event' | 'room' | 'file' | 'person'; id: string }

const CLAIMS_MAX = 2000
/** A figure beyond that is no figure. */
const DIGITS_MAX = 15

const UNITS: readonly (readonly [FigureKind, string])[] = [
  ['rooms', 'public rooms?|open rooms?|rooms?|salons?(?: publics)?|forums?|channels?|canaux|groups?'],
  ['messages', 'messages?|events?|posts?|évènements?|événements?'],
  ['files', 'files?|fichiers?|documents?|attachments?|pièces? jointes?'],
  ['people', 'people|persons?|personnes?|accounts?|comptes?|users?|utilisateurs?|agents?|members?|membres?|profiles?|profils?'],
  ['sessions', 'sessions?|devices?|appareils?'],
]

const SIZES: Readonly<Record<string, number>> = {
  b: 1, o: 1, byte: 1, bytes: 1, octet: 1, octets: 1,
  kb: 1e3, ko: 1e3, mb: 1e6, mo: 1e6, gb: 1e9, go: 1e9, tb: 1e12, to: 1e12,
  kib: 2 ** 10, kio: 2 ** 10, mib: 2 ** 20, mio: 2 ** 20, gib: 2 ** 30, gio: 2 ** 30, tib: 2 ** 40, tio: 2 ** 40,
}

const NUMBER = String.raw`\d{1,15}(?:[.,'’\u00A0\u202F ]\d{1,3}){0,5}`
const FIGURE = new RegExp(
  String.raw`(?<![\w.,$!@#:/-])(?<number>${NUMBER})[\s\u00A0\u202F]{0,3}(?:(?<size>[KMGTkmgt]i?[BbOo]|bytes?|octets?)|${UNITS.map(([kind, words]) => `(?<${kind}>${words})`).join('|')})(?![\p{L}\p{N}])`,
  'giu',
)

const SERVER = String.raw`[A-Za-z0-9][A-Za-z0-9.-]{0,200}(?::\d{1,5})?`
const IDENTIFIER = new RegExp(
  String.raw`(?<file>mxc://${SERVER}/[A-Za-z0-9_-]{1,255})|(?<event>\$[A-Za-z0-9_+/-]{16,64}(?::${SERVER})?)|(?<room>![A-Za-z0-9_+/=.-]{1,200}(?::${SERVER})?)|(?<person>@[a-z0-9._=/+-]{1,200}:${SERVER})`,
  'gu',
)

/** The claims of a text, each once, in their order: at most two thousand, and whether there were more. */
export function readClaims(text: string): { claims: Claim[]; isCut: boolean } {
  const found = new Map<string, { at: number; claim: Claim }>()
  for (const { match, claim } of [...identifiersOf(text), ...figuresOf(text)]) {
    const key = 'id' in claim ? claim.id : `${claim.kind} ${claim.claimed}`
    if (!found.has(key)) found.set(key, { at: match.index, claim })
  }
  const claims = [...found.values()].toSorted((a, b) => a.at - b.at).map(({ claim }) => claim)
  return { claims: claims.slice(0, CLAIMS_MAX), isCut: claims.length > CLAIMS_MAX }
}

function* identifiersOf(text: string): Generator<{ match: RegExpExecArray; claim: Claim }> {
  for (const match of text.matchAll(IDENTIFIER)) {
    for (const kind of ['event', 'room', 'file', 'person'] as const) {
      // What ends a sentence is not part of an identifier.
      const id = match.groups?.[kind]?.replace(/[.:-]+$/, '')
      if (id !== undefined) yield { match, claim: { text: id, kind, id } }
    }
  }
}

function* figuresOf(text: string): Generator<{ match: RegExpExecArray; claim: Claim }> {
  for (const match of text.matchAll(FIGURE)) {
    const { number = '', size } = match.groups ?? {}
    const shown = match[0].replaceAll(/\s+/g, ' ')
    if (size !== undefined) {
      const unit = SIZES[size.toLowerCase()] ?? 1
      const { value, step } = readSize(number)
      if (Number.isFinite(value)) yield { match, claim: { text: shown, kind: 'bytes', claimed: value * unit, slack: (unit * step) / 2 } }
      continue
    }
    const kind = UNITS.map(([name]) => name).find((name) => match.groups?.[name] !== undefined)
    const count = readCount(number)
    if (kind !== undefined && count !== undefined) yield { match, claim: { text: shown, kind, claimed: count, slack: 0 } }
  }
}

/** A number of things: whatever parts it, it is whole. */
function readCount(text: string): number | undefined {
  const digits = text.replaceAll(/\D/g, '')
  const isGrouped = /^\d{1,3}(?:\D\d{3})*$/.test(text) || /^\d+$/.test(text)
  return digits.length > DIGITS_MAX || !isGrouped ? undefined : Number(digits)
}

/** A size: the last point or comma parts off what is not whole, unless it groups by threes more than once. */
function readSize(text: string): { value: number; step: number } {
  const groups = text.split(/[.,'’\u00A0\u202F ]/)
  const isWhole = groups.length === 1 || (groups.length > 2 && groups.slice(1).every((group) => group.length === 3))
  if (isWhole) return { value: Number(groups.join('')), step: 1 }
  const decimals = groups.at(-1) ?? ''
  return { value: Number(`${groups.slice(0, -1).join('')}.${decimals}`), step: 10 ** -decimals.length }
}
