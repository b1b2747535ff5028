// The HTML of a message, without everything that Matrix does not know. What is given back is never put into the page: it is
// read node by node (`html.tsx`).
// https://spec.matrix.org/v1.12/client-server-api/#mroommessage-msgtypes
import DOMPurify from 'dompurify'

const TAGS = ['del', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'p', 'a', 'ul', 'ol', 'sup', 'sub', 'li', 'b', 'i', 'u', 'strong', 'em', 's', 'strike', 'code', 'hr', 'br', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'caption', 'pre', 'span', 'img', 'details', 'summary', 'font']
const ATTRIBUTES = ['href', 'alt', 'start', 'class', 'data-mx-spoiler', 'data-mx-maths', 'data-org-chappe-group']
/** An event is smaller; what is not cannot have come from one. */
const CHARS_MAX = 100_000
/** The specification asks clients to bound it, and names this number. */
const DEPTH_MAX = 100
const TAGS_MAX = 4000
const TAG = /<(\/?)([a-z][a-z0-9-]*)/gi
const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img'])

/**
 * Parses HTML; what is not allowed is left out, what stands in it is kept. The quote of an answer is shown elsewhere.
 * Undefined for what is so deep or so much that reading it would hold up the page.
 */
export function cleanHtml(html: string): DocumentFragment | undefined {
  if (html.length > CHARS_MAX || !isBounded(html)) return undefined
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    // These hold no address, which every other attribute is checked for.
    ADD_URI_SAFE_ATTR: ['start', 'data-mx-spoiler', 'data-mx-maths', 'data-org-chappe-group'],
    ALLOWED_URI_REGEXP: /^(?:https?|ftp|mailto|magnet|matrix):/i,
    ADD_FORBID_CONTENTS: ['mx-reply'],
    RETURN_DOM_FRAGMENT: true,
  })
}

/** Counts tags as they are written, before anything is made of them. */
function isBounded(html: string): boolean {
  let depth = 0
  let count = 0
  for (const [, end, name = ''] of html.matchAll(TAG)) {
    count += 1
    if (!VOID.has(name.toLowerCase())) depth = Math.max(depth + (end === '' ? 1 : -1), 0)
    if (depth > DEPTH_MAX || count > TAGS_MAX) return false
  }
  return true
}
