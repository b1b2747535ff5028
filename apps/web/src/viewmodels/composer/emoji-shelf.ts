// The emoji of the language that is spoken: fetched from this server when somebody first looks for one.
import type { EmojiBook, EmojiEntry, EmojiHabits } from './emoji.ts'
import { createEmojiBook, createEmojiHabits } from './emoji.ts'

/** Where emoji are found. */
export interface EmojiShelf {
  habits: EmojiHabits
  /** Undefined until it was loaded in the language that is spoken. */
  book(): EmojiBook | undefined
  load(): Promise<EmojiBook>
}

/** The languages of which there is data. */
export type EmojiLanguage = 'en' | 'fr'

const DATA: Readonly<Record<EmojiLanguage, () => Promise<{ default: readonly EmojiEntry[] }>>> = {
  en: () => import('emojibase-data/en/compact.json'),
  fr: () => import('emojibase-data/fr/compact.json'),
}

/** Makes the shelf; `language` says which language is spoken now. */
export function createEmojiShelf(language: () => EmojiLanguage, storage: Pick<Storage, 'getItem' | 'setItem'>): EmojiShelf {
  const books = new Map<EmojiLanguage, EmojiBook>()
  return {
    habits: createEmojiHabits(storage),
    book: () => books.get(language()),
    async load() {
      const spoken = language()
      const known = books.get(spoken)
      if (known !== undefined) return known
      const book = createEmojiBook((await DATA[spoken]()).default)
      books.set(spoken, book)
      return book
    },
  }
}
