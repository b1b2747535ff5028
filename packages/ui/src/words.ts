// The words of a screen, in French and English: catalogs of ICU messages, of which the compiler sees that both are whole.
import { I18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Language } from './languages.ts'
import { typeset } from './typeset.ts'

/** Whose way of writing dates and numbers goes with a language. */
const REGIONS: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' }

/** Messages by key; values in braces, plurals and choices as ICU writes them. */
export type Catalog = Readonly<Record<string, string>>

/** What fills the braces of a message. */
export type Values = Readonly<Record<string, string | number>>

/** The words in one language. */
export interface Words<Key extends string> {
  language: Language
  /** The message of a key. */
  say(key: Key, values?: Values): string
  /** A moment as people of that language write it, with the time of day. */
  moment(ms: number): string
  /** A day. */
  day(ms: number): string
  /** As short as it can be told from others today: a time of day, a day of the week, a day. `nowMs`: when that is. */
  ago(ms: number, nowMs: number): string
  /** A time of day. */
  time(ms: number): string
  number(value: number): string
}

/** So far back a day is told by its name: six days, so that no name means two days. */
const DAYS_NAMED_MS = 6 * 24 * 60 * 60 * 1000

/** Sets and compiles a message when it is said for the first time. The library would do so each time. */
function compileOnce(language: Language): typeof compileMessage {
  const compiled = new Map<string, ReturnType<typeof compileMessage>>()
  return (message) => {
    const known = compiled.get(message) ?? compileMessage(typeset(message, language))
    compiled.set(message, known)
    return known
  }
}

/** Makes the words of a language out of catalogs with the same keys, of which the others need not be there. */
export function createWords<Key extends string>(catalogs: Readonly<Partial<Record<Language, Readonly<Record<Key, string>>>>>, language: Language): Words<Key> {
  const i18n = new I18n({ locale: language, messages: { [language]: catalogs[language] ?? {} } })
  i18n.setMessagesCompiler(compileOnce(language))
  const region = REGIONS[language]
  const moment = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(region, { dateStyle: 'medium' })
  const time = new Intl.DateTimeFormat(region, { timeStyle: 'short' })
  const weekday = new Intl.DateTimeFormat(region, { weekday: 'short' })
  const shortDay = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'numeric', year: '2-digit' })
  const number = new Intl.NumberFormat(region)
  return {
    language,
    say: (key, values) => i18n._(key, { ...values }),
    moment: (ms) => moment.format(ms),
    day: (ms) => day.format(ms),
    ago(ms, nowMs) {
      if (new Date(ms).toDateString() === new Date(nowMs).toDateString()) return time.format(ms)
      return nowMs - ms >= 0 && nowMs - ms < DAYS_NAMED_MS ? weekday.format(ms) : shortDay.format(ms)
    },
    time: (ms) => time.format(ms),
    number: (value) => number.format(value),
  }
}
