// Events as the index takes them: what people could look for in them.
import type { MatrixEvent } from 'matrix-js-sdk'
import { textOfHtml } from '../talk/html-text.ts'
import { isMxc } from '../media/mxc.ts'
import type { Holding, IndexedEdit, IndexedMessage } from './types.ts'

/** What an event means for the index. */
export type IndexedEvent =
  | { kind: 'message'; message: IndexedMessage }
  /** It changes another. */
  | { kind: 'edit'; edit: IndexedEdit }
  /** Nothing to look for, or nothing that can be read. */
  | { kind: 'none' }

const FILES: ReadonlySet<string> = new Set(['m.image', 'm.video', 'm.audio', 'm.file'])
const POLLS: ReadonlySet<string> = new Set(['m.poll.start', 'org.matrix.msc3381.poll.start'])
const LINK = /\bhttps?:\/\/\S/i
const TEXT_CHARS_MAX = 4000

/** What an event means for the index. Whatever it holds, it is one of these. */
export function indexedEvent(event: MatrixEvent, roomId: string): IndexedEvent {
  const id = event.getId()
  if (id === undefined || id.startsWith('~') || event.isState() || event.isRedacted() || event.shouldAttemptDecryption() || event.isDecryptionFailure()) return { kind: 'none' }
  const content = record(event.getContent())
  const relation = record(record(event.getWireContent())['m.relates_to'] ?? content['m.relates_to'])
  const target = relation['rel_type'] === 'm.replace' ? relation['event_id'] : undefined
  const said = saidIn(event.getType(), typeof target === 'string' ? record(content['m.new_content']) : content)
  if (said === undefined) return { kind: 'none' }
  const sender = event.getSender() ?? ''
  if (typeof target === 'string') return { kind: 'edit', edit: { target, sender, editedMs: event.getTs(), text: said.text, has: said.has } }
  return { kind: 'message', message: { id, roomId, sender, sentAtMs: event.getTs(), ...said } }
}

function saidIn(type: string, content: Readonly<Record<string, unknown>>): Pick<IndexedMessage, 'text' | 'has' | 'file'> | undefined {
  if (POLLS.has(type)) return { text: textOfPoll(content), has: ['poll'] }
  if (type !== 'm.room.message') return undefined
  const msgtype = text(content['msgtype'])
  const body = text(content['body'])
  if (FILES.has(msgtype)) {
    const name = text(content['filename'])
    const said = name === '' || name === body ? body : `${body} ${name}`
    return { text: said.slice(0, TEXT_CHARS_MAX), has: msgtype === 'm.image' ? ['file', 'image'] : ['file'], file: addressIn(content) }
  }
  const own = readText(content) || withoutQuote(body, content)
  if (own === '') return undefined
  const has: Holding[] = LINK.test(own) ? ['link'] : []
  return { text: own.slice(0, TEXT_CHARS_MAX), has }
}

/** The address of the file itself. */
function addressIn(content: Readonly<Record<string, unknown>>): string | undefined {
  const address = content['file'] === undefined ? content['url'] : record(content['file'])['url']
  return isMxc(address) ? address : undefined
}

function textOfPoll(content: Readonly<Record<string, unknown>>): string {
  const poll = record(content['m.poll'] ?? content['m.poll.start'] ?? content['org.matrix.msc3381.poll.start'])
  const answers = Array.isArray(poll['answers']) ? poll['answers'].slice(0, 20) : []
  return [poll['question'], ...answers].map(textOfPart).filter((each) => each !== '').join(' ').slice(0, TEXT_CHARS_MAX)
}

function textOfPart(part: unknown): string {
  const { body, 'm.text': texts, 'org.matrix.msc1767.text': old } = { body: undefined, 'm.text': undefined, 'org.matrix.msc1767.text': undefined, ...record(part) }
  const first: unknown = Array.isArray(texts) ? record(texts[0])['body'] : texts
  return text(first) || text(old) || text(body)
}

/** What has looks is found, and shown, as it is read: the text beside it has the signs of Markdown in it. */
function readText(content: Readonly<Record<string, unknown>>): string {
  return content['format'] === 'org.matrix.custom.html' ? textOfHtml(text(content['formatted_body']), { withAddresses: true }) : ''
}

/** Old clients write what they answer before what they say. https://spec.matrix.org/v1.12/client-server-api/#fallbacks-for-rich-replies */
function withoutQuote(body: string, content: Readonly<Record<string, unknown>>): string {
  if (record(content['m.relates_to'])['m.in_reply_to'] === undefined || !body.startsWith('> <')) return body
  const lines = body.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('>'))
  return end < 0 ? body : lines.slice(end).join('\n').trimStart()
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
