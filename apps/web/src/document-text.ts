// How much of a document's words is handed on by the page that draws it, to whoever looks them up later.

/** Of the words of one document. */
export const DOCUMENT_CHARS_MAX = 60_000
/** Pages of one that are read for it. */
export const DOCUMENT_PAGES_MAX = 200

/** What such a page says: all words, or those that it has come to. */
export interface DocumentText {
  kind: 'text'
  text: string
}

/** What was said, if it is that: within bounds, whatever it is. */
export function parseDocumentText(said: Readonly<Record<string, unknown>>): string | undefined {
  const text = said['kind'] === 'text' ? said['text'] : undefined
  return typeof text === 'string' ? text.slice(0, DOCUMENT_CHARS_MAX).toWellFormed() : undefined
}
