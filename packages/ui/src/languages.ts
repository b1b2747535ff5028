// The languages the apps speak, apart from their words, so that whoever only has to choose one loads nothing else.

/** The languages the apps speak. */
export const LANGUAGES = ['fr', 'en'] as const

/** A language the apps speak. */
export type Language = (typeof LANGUAGES)[number]

/** The first language of a list of wishes that the apps speak; French where there is none. */
export function languageOf(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const found = LANGUAGES.find((each) => wish.toLowerCase().startsWith(each))
    if (found !== undefined) return found
  }
  return 'fr'
}
