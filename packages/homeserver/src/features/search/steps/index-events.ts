// Makes searchable what was said, behind the writer.
import { parseJson } from '@chappe/core'
import type { JsonObject } from '@chappe/core'
import type { Tx } from '../../../db/pool.ts'
import { parsePdu } from '../../../engine/row-mapping.ts'
import { wordsOf, writtenWordsOf } from '../../../folding.ts'
import type { NamedEvent, NewEntry, Place, TextRow } from '../search-store.ts'
import { deleteEntries, insertEntries, listNamedEvents, listTexts, settleCurrent } from '../search-store.ts'

/** The keys that can be searched, with the number that stands for each. */
export const KINDS: Readonly<Record<string, number>> = { 'content.body': 1, 'content.name': 2, 'content.topic': 3 }

const KEY_OF_TYPE: Readonly<Record<string, readonly [key: string, kind: number]>> = {
  'm.room.message': ['body', 1],
  'm.room.name': ['name', 2],
  'm.room.topic': ['topic', 3],
}

const MAX_WORDS = 5000
const MAX_WORD_LENGTH = 64

/** Whether events of a type change what is found. Encrypted ones never do. */
export function isIndexed(type: string): boolean {
  return type === 'm.room.redaction' || Object.hasOwn(KEY_OF_TYPE, type)
}

/** Indexes a stretch of the stream. */
export async function indexEvents(tx: Tx, after: number, upTo: number): Promise<void> {
  const rows = await listTexts(tx, after, upTo)
  if (rows.length === 0) return
  const texts = rows.map(readText)
  const named = new Map((await listNamedEvents(tx, texts.flatMap((each) => each?.names ?? []))).map((each) => [each.eventId, each]))
  const entries: NewEntry[] = []
  const gone: Place[] = []
  const edited: Place[] = []
  for (const text of texts) {
    if (text === undefined) continue
    const target = text.names === undefined ? undefined : named.get(text.names)
    if (text.entry === undefined) {
      if (target?.isRedacted === true) gone.push(target)
    } else if (text.names === undefined) {
      entries.push(text.entry)
    } else if (target !== undefined && mayEdit(text.entry, target)) {
      entries.push({ ...text.entry, targetPosition: target.position })
      edited.push(target)
    }
  }
  await insertEntries(tx, entries)
  const left = await deleteEntries(tx, gone)
  await settleCurrent(tx, [...edited, ...left])
}

/** What an event says; `names` is the event that it edits, or, where there is no entry, redacts. */
interface Text {
  entry: NewEntry | undefined
  names: string | undefined
}

function readText(row: TextRow): Text | undefined {
  if (row.type === 'm.room.redaction') {
    const event = parseJson(row.json)
    const redacts = redactedBy(event)
    return redacts === undefined ? undefined : { entry: undefined, names: redacts }
  }
  const { content, origin_server_ts: originServerTs } = parsePdu(row.json)
  const [key, kind] = KEY_OF_TYPE[row.type] ?? ['body', 1]
  const names = kind === 1 ? editedBy(content) : undefined
  const said = names === undefined ? content : objectOf(content['m.new_content'])
  const text = said?.[key]
  if (typeof text !== 'string') return undefined
  const { roomNid, position, sender } = row
  const words = { folded: join(wordsOf(text)), written: join(writtenWordsOf(text)) }
  if (words.folded === '') return undefined
  const ts = typeof originServerTs === 'number' ? originServerTs : 0
  return { entry: { roomNid, position, targetPosition: position, kind, sender, originServerTs: ts, words }, names }
}

function join(words: readonly string[]): string {
  return words.slice(0, MAX_WORDS).map((word) => word.slice(0, MAX_WORD_LENGTH)).join(' ')
}

/** "The original event and replacement event must have the same sender", room and type. */
function mayEdit(edit: NewEntry, target: NamedEvent): boolean {
  const isSame = target.roomNid === edit.roomNid && target.sender === edit.sender
  return isSame && target.type === 'm.room.message' && !target.isRedacted
}

function editedBy(content: JsonObject): string | undefined {
  const relation = objectOf(content['m.relates_to'])
  const eventId = relation?.['event_id']
  return relation?.['rel_type'] === 'm.replace' && typeof eventId === 'string' ? eventId : undefined
}

/** From room version 11 on, the id stands in the content. */
function redactedBy(event: unknown): string | undefined {
  const pdu = objectOf(event)
  const id = objectOf(pdu?.['content'])?.['redacts'] ?? pdu?.['redacts']
  return typeof id === 'string' ? id : undefined
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
