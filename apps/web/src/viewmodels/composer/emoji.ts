// The emoji there are, by name in the language of the screen, and those that one uses.

/** An emoji. */
export interface Emoji {
  char: string
  name: string
  tags: readonly string[]
  group: number
  /** The same in other tones of skin, from the lightest. */
  tones: readonly string[]
}

/** The emoji of a language. */
export interface EmojiBook {
  all: readonly Emoji[]
  /** Those whose name or tags begin with each word of the query; the best first. */
  search(query: string, max: number): readonly Emoji[]
}

/** The groups that are shown, as the data numbers them. */
export const EMOJI_GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const

/** A group that is shown. */
export type EmojiGroup = (typeof EMOJI_GROUPS)[number]

/** The tones of skin, from the lightest; zero is none. */
export const TONES = [0, 1, 2, 3, 4, 5] as const

/** A tone of skin. */
export type Tone = (typeof TONES)[number]

/** One entry of the data. */
export interface EmojiEntry {
  unicode: string
  label: string
  tags?: readonly string[] | undefined
  group?: number | undefined
  /** Where it stands among the others. */
  order?: number | undefined
  skins?: readonly { unicode: string }[] | undefined
}

/** Makes the book of a language out of its data. */
export function createEmojiBook(entries: readonly EmojiEntry[]): EmojiBook {
  const all = entries.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0)).flatMap((entry) =>
    entry.group === undefined || entry.group === 2 ? [] : [{ char: entry.unicode, name: entry.label, tags: entry.tags ?? [], group: entry.group, tones: (entry.skins ?? []).map((skin) => skin.unicode).slice(0, 5) }],
  )
  const index = all.map((emoji) => ({ emoji, name: fold(emoji.name), words: [emoji.name, ...emoji.tags].flatMap((text) => fold(text).split(/[\s_'’-]+/)) }))
  return {
    all,
    search(query, max) {
      const asked = fold(query).split(/[\s_]+/).filter((word) => word !== '')
      if (asked.length === 0) return []
      const found = index.filter(({ words }) => asked.every((word) => words.some((each) => each.startsWith(word))))
      const first = asked[0] ?? ''
      return found
        .toSorted((a, b) => Number(b.name.startsWith(first)) - Number(a.name.startsWith(first)) || a.name.length - b.name.length)
        .slice(0, max)
        .map(({ emoji }) => emoji)
    },
  }
}

/** An emoji in a tone of skin, where it has any. */
export function toned(emoji: Emoji, tone: Tone): string {
  return tone === 0 ? emoji.char : (emoji.tones[tone - 1] ?? emoji.char)
}

/** A text as it is looked for: without accents and capitals. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** An emoji without the mark that asks for its colored drawing: some write it, some do not. */
export function bare(char: string): string {
  return char.replaceAll('\uFE0F', '')
}

/** What somebody uses. */
export interface EmojiHabits {
  recent(): readonly string[]
  use(char: string): void
  tone(): Tone
  setTone(tone: Tone): void
}

const RECENT_KEY = 'chappe.emoji.recent'
const TONE_KEY = 'chappe.emoji.tone'
const RECENT_MAX = 24
const CHARS_MAX = 64
/** What is offered before anything was used. */
const FIRST = ['👍', '✅', '🙏', '😀', '🎉', '❤️', '👀', '🤔'] as const

/** The habits that this browser keeps. */
export function createEmojiHabits(storage: Pick<Storage, 'getItem' | 'setItem'>): EmojiHabits {
  let recent: readonly string[] = parseList(storage.getItem(RECENT_KEY))
  return {
    recent: () => [...recent, ...FIRST.filter((char) => !recent.some((each) => bare(each) === bare(char)))].slice(0, RECENT_MAX),
    use(char) {
      recent = [char, ...recent.filter((each) => bare(each) !== bare(char))].slice(0, RECENT_MAX)
      storage.setItem(RECENT_KEY, JSON.stringify(recent))
    },
    tone: () => TONES.find((tone) => String(tone) === storage.getItem(TONE_KEY)) ?? 0,
    setTone: (tone) => storage.setItem(TONE_KEY, String(tone)),
  }
}

function parseList(json: string | null): string[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]')
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each.length <= CHARS_MAX).slice(0, RECENT_MAX) : []
  } catch {
    return []
  }
}
