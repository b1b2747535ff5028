// Emoji that stand alone are drawn large.

/** Up to this many of them. */
const EMOJI_ALONE = /^(?:\s*(?:\p{RGI_Emoji})){1,6}\s*$/v
/** What no emoji has in it, but for one. To make the browser ready to tell all emoji takes as long as to draw a dozen messages. */
const LETTER = /[\p{L}--\u2139]/v
const CHARS_MAX = 120

/** Whether a text is a few emoji and nothing else. */
export function isEmojiAlone(text: string): boolean {
  const begin = text.slice(0, CHARS_MAX)
  return !LETTER.test(begin) && EMOJI_ALONE.test(begin)
}
