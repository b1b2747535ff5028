// Names of files that come from others. A name must read as it is and lead nowhere.

const CHARS_MAX = 120
const EXTENSION_CHARS_MAX = 12
const CAPTION_CHARS_MAX = 20_000
/** Control characters, and those that are not seen or make text read in another direction than it is written. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu
/** What leads to another folder, or means something to some operating system. */
const PATHS = /[/\\:*?"<>|]/g
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** A name as it can be shown and saved: one line, no folders, its last extension always in sight. */
export function cleanName(name: unknown, fallback = 'file'): string {
  if (typeof name !== 'string') return fallback
  const plain = name.slice(0, 4096).toWellFormed().normalize('NFC').replace(UNSEEN, '').replace(PATHS, '_').replace(/\s+/g, ' ').trim().replace(/^\.+/, '').replace(/[. ]+$/, '')
  if (plain === '') return fallback
  return shorten(RESERVED.test(plain) ? `_${plain}` : plain)
}

/** The part that says what a file is: what stands after the last dot. */
export function extensionOf(name: string): string {
  return /\.([^.\s]{1,12})$/u.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** Cuts out the middle of a long name. */
function shorten(name: string): string {
  const chars = Array.from(name)
  if (chars.length <= CHARS_MAX) return name
  const tail = Math.min(extensionOf(name).length + 1, EXTENSION_CHARS_MAX + 1) + 8
  return `${chars.slice(0, CHARS_MAX - tail - 1).join('')}…${chars.slice(-tail).join('')}`
}

/** What was written along with a file; undefined where it is only the name again. */
export function captionOf(body: unknown, fileName: unknown): string | undefined {
  if (typeof body !== 'string' || typeof fileName !== 'string' || body === fileName || body.trim() === '') return undefined
  return body.slice(0, CAPTION_CHARS_MAX)
}
