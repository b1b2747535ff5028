// What a web page says of itself: OpenGraph first, then Twitter's cards, then what every page has. In bounded time
// whatever the page is, since anybody can write one.
import type { Parser as HtmlParser } from 'htmlparser2'

/** What was found; texts are plain and short. */
export interface PageFacts {
  title: string | undefined
  description: string | undefined
  siteName: string | undefined
  type: string | undefined
  url: string | undefined
  /** As it stands in the page: may be relative. */
  image: string | undefined
}

/** Where each thing may stand, best first. */
const SOURCES = {
  title: ['og:title', 'twitter:title', '<title>'],
  description: ['og:description', 'twitter:description', 'description'],
  siteName: ['og:site_name', 'application-name'],
  type: ['og:type'],
  url: ['og:url'],
  image: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src', '<image_src>'],
} as const satisfies Record<keyof PageFacts, readonly string[]>

const LENGTHS = { title: 300, description: 1000, siteName: 100, type: 100, url: 2048, image: 2048 } as const
const KNOWN: ReadonlySet<string> = new Set(Object.values(SOURCES).flat())

/** Deeper than any page that is meant to be read: what follows is not. */
const MAX_DEPTH = 256
const MAX_TAGS = 20_000
const STEP = 16 * 1024
const MAX_TITLE = 2000

/** Reads a page of HTML; `contentType` is the header it came with. */
export async function readPage(bytes: Uint8Array, contentType: string | undefined): Promise<PageFacts> {
  const found = await gather(decodePage(bytes, contentType))
  const pick = (name: keyof PageFacts): string | undefined => {
    for (const source of SOURCES[name]) {
      const text = clean(found.get(source) ?? '', LENGTHS[name])
      if (text !== '') return text
    }
    return undefined
  }
  return {
    title: pick('title'),
    description: pick('description'),
    siteName: pick('siteName'),
    type: pick('type'),
    url: pick('url'),
    image: pick('image'),
  }
}

async function gather(html: string): Promise<Map<string, string>> {
  const { Parser } = await import('htmlparser2')
  const found = new Map<string, string>()
  let depth = 0
  let tags = 0
  let title: string | undefined
  const note = (name: string | undefined, value: string | undefined): void => {
    const key = name?.trim().toLowerCase() ?? ''
    if (value !== undefined && KNOWN.has(key) && !found.has(key)) found.set(key, value)
  }
  const parser: HtmlParser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      tags += 1
      if (name === 'title' && !found.has('<title>')) title = ''
      if (name === 'meta') note(attributes['property'] ?? attributes['name'], attributes['content'])
      if (name === 'link' && attributes['rel'] === 'image_src') note('<image_src>', attributes['href'])
    },
    ontext(text) {
      if (title !== undefined && title.length < MAX_TITLE) title += text
    },
    onclosetag(name) {
      depth -= 1
      if (name === 'title') note('<title>', title)
      if (name === 'title') title = undefined
    },
  })
  for (let at = 0; at < html.length && depth < MAX_DEPTH && tags < MAX_TAGS; at += STEP) parser.write(html.slice(at, at + STEP))
  return found
}

/** One line of text, without what no line has, of at most so many characters. */
function clean(text: string, maxLength: number): string {
  const line = text.toWellFormed().replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ').replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).toWellFormed()}…`
}

/** Text of the bytes: by their mark, by the header, by what the page says in its beginning, as UTF-8 otherwise. */
function decodePage(bytes: Uint8Array, contentType: string | undefined): string {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
  const label =
    markOf(bytes) ??
    /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ??
    /<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?([\w.:-]{1,40})/i.exec(beginning)?.[1] ??
    /<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})/i.exec(beginning)?.[1]
  return decode(bytes, label ?? 'utf-8')
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined
}

function decode(bytes: Uint8Array, label: string): string {
  try {
    return new TextDecoder(label).decode(bytes)
  } catch {
    // An encoding that nobody knows.
    return new TextDecoder('utf-8').decode(bytes)
  }
}
