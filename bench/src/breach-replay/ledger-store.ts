// What the ledger says that a device was shown, event by event: read from the database, apart from what makes reports.

import { decodeBlock, numbersOf, type LedgerRow } from '@chappe/ledger'
import type pg from 'pg'

const BLOCKS_AT_ONCE = 500

/** What the ledger names. */
export interface LedgerWord {
  /** Ids of events. */
  events: Set<string>
  /** Positions that rows name but no event has any more. */
  missing: number
  rows: number
  /** Bytes of all blocks, and rows in them: what a row takes. */
  blockBytes: number
  blockRows: number
}

const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes) }

/** Reads every row of a device. */
export async function readLedgerOf(client: pg.Client, userId: string, deviceId: string): Promise<LedgerWord> {
  const { rows: [device] } = await client.query<{ nid: number }>(
    'SELECT d.device_nid AS nid FROM device d JOIN account a USING (user_nid) WHERE a.user_id = $1 AND d.device_id = $2', [userId, deviceId])
  if (device === undefined) throw new Error(`there is no device ${deviceId}`)
  const word: LedgerWord = { events: new Set(), missing: 0, rows: 0, blockBytes: 0, blockRows: 0 }
  for (let after = 0; ;) {
    const { rows } = await client.query<{ block: string; body: Buffer }>('SELECT block, body FROM ledger_block WHERE block > $1 ORDER BY block LIMIT $2', [after, BLOCKS_AT_ONCE])
    if (rows.length === 0) return word
    const places = new Map<number, Set<number>>()
    for (const { block, body } of rows) {
      after = Number(block)
      const all = body.length === 0 ? [] : decodeBlock(body, utf8)
      word.blockBytes += body.length
      word.blockRows += all.length
      for (const row of all) if (row.device === device.nid) noteRow(word, places, row)
    }
    await resolve(client, word, places)
  }
}

function noteRow(word: LedgerWord, places: Map<number, Set<number>>, row: LedgerRow): void {
  word.rows += 1
  if (row.kind !== 'events' || row.room === 0) return
  const positions = places.get(row.room) ?? new Set()
  places.set(row.room, positions)
  for (const position of numbersOf(row) ?? []) positions.add(position)
}

async function resolve(client: pg.Client, word: LedgerWord, places: ReadonlyMap<number, ReadonlySet<number>>): Promise<void> {
  for (const [room, positions] of places) {
    const { rows } = await client.query<{ id: string }>('SELECT event_id AS id FROM event WHERE room_nid = $1 AND position = ANY ($2)', [room, [...positions]])
    for (const { id } of rows) word.events.add(id)
    word.missing += positions.size - rows.length
  }
}
