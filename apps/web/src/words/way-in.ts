// What is said on the way in, in the language that this browser was last used in, or wishes for.
import type { Language } from '@chappe/ui'
import { languageOf } from '@chappe/ui'
import { wayIn as en } from './en/way-in.ts'
import { wayIn as fr } from './fr/way-in.ts'

const LANGUAGE_KEY = 'chappe.language'

/** The words of the way in. */
export const WAY_IN: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = { en, fr }

/** The language to begin in. */
export function keptLanguage(): Language {
  return languageOf([localStorage.getItem(LANGUAGE_KEY) ?? '', ...navigator.languages])
}

/** Keeps the language for the next time, and tells the page. */
export function keepLanguage(language: Language): void {
  document.documentElement.lang = language
  localStorage.setItem(LANGUAGE_KEY, language)
}
