// What an event holds is whatever somebody sent: fields are read one by one, and what is of the wrong type is left out.

/** Fields by name; nothing is known of any. */
export type Content = Readonly<Record<string, unknown>>

const EMPTY: Content = Object.freeze({})
const NAME_CHARS = 256
/** What turns the writing of everything after it around, or cannot be seen. */
const DISORDER = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** An object's fields; none where it is no object. */
export function contentOf(value: unknown): Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : EMPTY
}

/** A field of an object that the object itself has. */
export function fieldOf(content: Content, key: string): unknown {
  return Object.hasOwn(content, key) ? content[key] : undefined
}

/** A text; empty where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A name in one line, of bounded length, that writes nothing around it backwards. */
export function nameOf(value: unknown): string {
  const name = textOf(value).slice(0, NAME_CHARS * 4).replace(DISORDER, '').trim()
  return name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS)}…` : name
}

/** The texts of a list, at most `max`. */
export function textsOf(value: unknown, max: number): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, max) : []
}

/** A text as extensible events write it: plain, or a list of representations. */
export function extensibleTextOf(content: Content): string {
  for (const key of ['m.text', 'org.matrix.msc1767.text', 'body']) {
    const value = fieldOf(content, key)
    if (typeof value === 'string') return value
    const first = Array.isArray(value) ? textOf(fieldOf(contentOf(value[0]), 'body')) : ''
    if (first !== '') return first
  }
  return ''
}
