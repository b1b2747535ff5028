// A conversation as a document that anybody can read later: nothing in it runs, and nothing that people wrote can pass for
// something that it is not.
import type { FileBody } from '../../session/media/types.ts'
import type { Message } from '../../session/types.ts'

/** How it is written down. */
export type ExportFormat = 'html' | 'text' | 'json'

/** What the document says, in the language of whoever exports. */
export interface ExportWords {
  language: string
  /** What it is of. */
  title: string
  /** Who made it and when. */
  made: string
  /** What is said of a message that is no text: a file, a change, what was deleted. */
  wordOf(message: Message): string
  moment(ms: number): string
  /** What is said of a file that is not there. */
  missing: string
}

/** Where the file of a message is within the export; undefined where it is not in it. `isPicture`: its bytes are one. */
export type Attached = ReadonlyMap<string, { path: string; isPicture: boolean }>

/** What is written down. */
export interface Exported {
  messages: readonly Message[]
  /** The message below which an answer stands; it stands behind it. */
  rootOf: ReadonlyMap<string, string>
  attached: Attached
}

/** The document, and what it is called. */
export function renderExport(format: ExportFormat, exported: Exported, words: ExportWords): { name: string; content: string } {
  switch (format) {
    case 'html':
      return { name: 'conversation.html', content: renderHtml(exported, words) }
    case 'text':
      return { name: 'conversation.txt', content: renderText(exported, words) }
    case 'json':
      return { name: 'conversation.json', content: renderJson(exported, words) }
  }
}

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
article{padding:.4rem 0;border-bottom:1px solid #8884}header{display:flex;gap:.6rem;align-items:baseline}
time{font-size:.85rem;opacity:.75}p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
article.answer{margin-inline-start:2rem}img{max-width:100%;max-height:24rem}.change,.made{font-size:.85rem;opacity:.75}`

/** No script, no form, no address but those of the files beside it. */
const POLICY = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"

function renderHtml(exported: Exported, words: ExportWords): string {
  const title = escape(plain(words.title))
  return `<!doctype html>
<html lang="${escape(words.language)}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escape(POLICY)}"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body>
<h1>${title}</h1>
<p class="made">${escape(plain(words.made))}</p>
${exported.messages.map((message) => articleOf(message, exported, words)).join('\n')}
</body>
</html>
`
}

function articleOf(message: Message, { attached, rootOf }: Exported, words: ExportWords): string {
  const { body, sender, sentAtMs, id } = message
  const time = `<time datetime="${new Date(sentAtMs).toISOString()}">${escape(words.moment(sentAtMs))}</time>`
  if (body.kind === 'change') return `<article class="change">${time} ${escape(plain(words.wordOf(message)))}</article>`
  const head = `<header><strong title="${escape(plain(sender.userId))}"><bdi>${escape(plain(sender.name))}</bdi></strong> ${time}</header>`
  const begin = rootOf.has(id) ? '<article class="answer">' : '<article>'
  if (body.kind !== 'file') return `${begin}${head}<p>${escape(plain(textOf(message, words)))}</p></article>`
  const caption = body.caption === undefined ? '' : `<p>${escape(plain(body.caption))}</p>`
  return `${begin}${head}${linkOf(body, attached.get(id), words)}${caption}</article>`
}

function linkOf({ name }: FileBody, place: { path: string; isPicture: boolean } | undefined, { missing }: ExportWords): string {
  if (place === undefined) return `<p>${escape(plain(name))} (${escape(missing)})</p>`
  const href = escape(place.path.split('/').map(encodeURIComponent).join('/'))
  const picture = place.isPicture ? `<br><img src="${href}" alt="">` : ''
  return `<p><a href="${href}" download><bdi>${escape(plain(name))}</bdi></a>${picture}</p>`
}

function renderText({ messages, rootOf, attached }: Exported, words: ExportWords): string {
  const lines = messages.map((message) => {
    const { sender, sentAtMs, body, id } = message
    const place = body.kind === 'file' ? ` [${attached.get(id)?.path ?? words.missing}]` : ''
    const who = body.kind === 'change' ? '' : `${line(sender.name)} (${line(sender.userId)}): `
    // What goes on stands further in: no message can look like the one after it.
    const said = `[${words.moment(sentAtMs)}] ${who}${plain(textOf(message, words)).replaceAll('\n', '\n    ')}${place}`
    return rootOf.has(id) ? `  > ${said.replaceAll('\n', '\n  > ')}` : said
  })
  return `${line(words.title)}\n${line(words.made)}\n\n${lines.join('\n')}\n`
}

function renderJson({ messages, rootOf, attached }: Exported, words: ExportWords): string {
  const written = messages.map((message) => {
    const { id, sender, sentAtMs, body } = message
    const file = body.kind === 'file' ? { name: body.name, type: body.type, bytes: body.bytes ?? null, path: attached.get(id)?.path ?? null } : undefined
    const root = rootOf.get(id)
    return { id, ...(root === undefined ? {} : { thread: root }), sender: sender.userId, name: sender.name, sentAt: new Date(sentAtMs).toISOString(), kind: body.kind, text: textOf(message, words), ...(file === undefined ? {} : { file }) }
  })
  return `${JSON.stringify({ title: words.title, made: words.made, messages: written }, null, 1)}\n`
}

function textOf(message: Message, words: ExportWords): string {
  const { body } = message
  if (body.kind === 'text') return body.text
  return body.kind === 'file' ? [words.wordOf(message), body.caption].filter((each) => each !== undefined).join('\n') : words.wordOf(message)
}

/** Without what controls a terminal, or turns text around. */
function plain(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '')
}

function line(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
}
