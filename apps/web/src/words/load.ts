// The words of one language, without those of the other.
import type { Language, Words } from '@chappe/ui'
import { createWords } from '@chappe/ui'
import type { WordKey } from './en.ts'

/** Loads the words. Rejects where they are neither kept nor to be had. */
export async function loadWords(language: Language): Promise<Words<WordKey>> {
  if (language === 'fr') return createWords<WordKey>({ fr: (await import('./fr.ts')).fr }, 'fr')
  return createWords<WordKey>({ en: (await import('./en.ts')).en }, 'en')
}
