// From a time to a place in the stream of events.
import type { JsonObject } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import { findEventFrom, findMarks } from './reach-store.ts'

/**
 * The first position of which nothing had come at a time; `last`: of the newest event. Events stand in the order in which they
 * came. The marks of the server say it to the minute; within it, and for the time before there were marks, what the events say.
 */
export async function positionAt(db: Db, atMs: number, last: number): Promise<number> {
  const marks = await findMarks(db, atMs)
  let high = Math.min(marks.to ?? last, last) + 1
  let low = Math.min((marks.from ?? -1) + 1, high)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const event = await findEventFrom(db, middle, high)
    const sentAtMs = event === undefined ? undefined : fieldsOf(event.pdu)['origin_server_ts']
    if (event !== undefined && typeof sentAtMs === 'number' && sentAtMs < atMs) low = event.position + 1
    else high = middle
  }
  return low
}

/** The content of a stored event. */
export function contentOf(pdu: Buffer): JsonObject {
  const { content } = fieldsOf(pdu)
  return isJsonObject(content) ? content : {}
}

/** When an event was made, by its own account. */
export function madeAtMs(pdu: Buffer): number | undefined {
  const atMs = fieldsOf(pdu)['origin_server_ts']
  return typeof atMs === 'number' ? atMs : undefined
}

function fieldsOf(pdu: Buffer): JsonObject {
  const event = parseJson(pdu.toString('utf8'))
  return isJsonObject(event) ? event : {}
}
