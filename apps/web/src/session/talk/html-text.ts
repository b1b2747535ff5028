// The HTML of a message as text that is read: without markup, without what it answers, without what is hidden until it is
// pressed. What comes out is text and is never taken for HTML again.

/** What is wanted of it. */
export interface HtmlTextWish {
  /** Whether the address of a link stands behind its words, so that it is found. */
  withAddresses?: boolean
}

/** Nobody reads further, where one line or a search result is shown. */
const HTML_CHARS_MAX = 20_000
const TAG_NAME = /^<(\/?)([a-z][a-z0-9-]*)/i
const BLOCKS = new Set(['blockquote', 'br', 'details', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'summary', 'table', 'tr', 'ul'])
const CELLS = new Set(['td', 'th'])
const UNREAD = new Set(['mx-reply', 'script', 'style', 'title'])
const HIDDEN = '▒▒▒'
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/gi
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const ADDRESS = /\shref=["'](https?:[^"']*)["']/i
const PERSON_OR_ROOM = /^https:\/\/matrix\.to\//i
const ALT = /\salt=["']([^"']*)["']/i

/** The text of some HTML; empty where there is nothing to read. It takes time that grows with the text and no more. */
export function textOfHtml(html: string, wish: HtmlTextWish = {}): string {
  const whole = html.slice(0, HTML_CHARS_MAX)
  const reader = createReader(wish)
  let at = 0
  while (at < whole.length) {
    const open = whole.indexOf('<', at)
    const close = open < 0 ? -1 : whole.indexOf('>', open)
    if (close < 0) break
    reader.words(whole.slice(at, open))
    const tag = whole.slice(open, close + 1)
    const [, slash, name] = TAG_NAME.exec(tag) ?? []
    if (name !== undefined) reader.tag({ name: name.toLowerCase(), isEnd: slash === '/', tag })
    // A sign that begins nothing is a sign.
    else if (!/^<[!?/]/.test(tag)) reader.words('<')
    at = name === undefined && !/^<[!?/]/.test(tag) ? open + 1 : close + 1
  }
  reader.words(whole.slice(at))
  return reader.end()
}

interface Tag {
  name: string
  isEnd: boolean
  /** As it is written. */
  tag: string
}

function createReader({ withAddresses = false }: HtmlTextWish) {
  const parts: string[] = []
  /** What is left out until its end, and how often it was begun within itself. */
  let left: { name: string; depth: number } | undefined
  let preDepth = 0
  let link: { address: string; from: number } | undefined

  function leaveOut({ name, tag }: Tag): boolean {
    if (name === 'span' && /\sdata-mx-spoiler\b/i.test(tag)) parts.push(HIDDEN)
    else if (!UNREAD.has(name)) return false
    left = { name, depth: 1 }
    return true
  }

  function take(found: Tag): void {
    const { name, isEnd, tag } = found
    if (!isEnd && leaveOut(found)) return
    if (name === 'pre') preDepth = Math.max(preDepth + (isEnd ? -1 : 1), 0)
    if (BLOCKS.has(name)) parts.push('\n')
    else if (CELLS.has(name) && isEnd) parts.push(' ')
    else if (name === 'img') parts.push(decode(ALT.exec(tag)?.[1] ?? ''))
    else if (name === 'a' && withAddresses) takeLink(tag, isEnd)
  }

  function takeLink(tag: string, isEnd: boolean): void {
    if (!isEnd) {
      const address = decode(ADDRESS.exec(tag)?.[1] ?? '')
      link = address === '' || PERSON_OR_ROOM.test(address) ? undefined : { address, from: parts.length }
    } else if (link !== undefined) {
      const said = parts.slice(link.from).join('').trim()
      if (said !== '' && said !== link.address) parts.push(` (${link.address})`)
      link = undefined
    }
  }

  return {
    words(text: string): void {
      if (left === undefined) parts.push(preDepth > 0 ? decode(text) : decode(text.replaceAll(/\s+/g, ' ')))
    },
    tag(found: Tag): void {
      if (left === undefined) return take(found)
      if (found.name !== left.name) return
      left.depth += found.isEnd ? -1 : 1
      if (left.depth === 0) left = undefined
    },
    end: () =>
      parts
        .join('')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join('\n'),
  }
}

function decode(text: string): string {
  return text.replaceAll(ENTITY, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : ''
  })
}
