// Moments as the pages show them. The server does not know where somebody is: it says which time it means.
import type { Language } from './language.ts'

const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const

/** A moment, in UTC. */
export function momentOf(language: Language, atMs: number): string {
  const form = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return `${form.format(atMs)} UTC`
}

/** A day, in UTC. */
export function dayOf(language: Language, atMs: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(atMs)
}
