// What a server itself writes to somebody: in both languages, as nobody knows which one they read. Every client shows the text,
// the languages one below the other; ours shows the one of whoever reads, by what stands beside it.

/** A text in both languages. */
export interface Letter {
  fr: string
  en: string
}

/** The field of a message that holds its languages. */
export const LETTER = 'org.chappe.letter'

/** A longer text goes out without its languages: the event would hold it twice, and has a bound of 65,536 bytes. */
const CHARS_MAX = 10_000

/** The content of a message that is a letter. `body`: for clients that do not know letters. */
export function letterContent({ fr, en }: Letter, body = `${fr}\n\n${en}`): { [key: string]: string | { [key: string]: string } } {
  const isShort = fr.length + en.length <= CHARS_MAX
  return { msgtype: 'm.text', body, ...(isShort ? { [LETTER]: { fr, en } } : {}) }
}
