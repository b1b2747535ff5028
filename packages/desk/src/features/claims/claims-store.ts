// SQL of holding claims against a report: the entries and events that identifiers name.
import type { Db } from '@chappe/homeserver/ports'
import { sql } from 'kysely'

/** What a report says of a room, a person or a file that is named. */
export interface NamedEntry {
  id: string
  class: string
  /** Of a room: how the rest of it could be read. */
  reachableBy: string | null
}

const ID_OF = { room: 'roomId', person: 'userId', file: 'mxc' } as const

/** The entries of a report that have one of these ids. */
export async function listNamedEntries(db: Db, list: { reportNid: number; kind: keyof typeof ID_OF; ids: readonly string[] }): Promise<NamedEntry[]> {
  const key = ID_OF[list.kind]
  const rows = await sql<NamedEntry>`SELECT body::json->>${key} AS id, class, body::json->>'reachableBy' AS "reachableBy" FROM exposure_entry
    WHERE report_nid = ${list.reportNid} AND kind = ${list.kind} AND body::json->>${key} = ANY(${list.ids}::text[])`.execute(db)
  return rows.rows
}

/** Where events are. */
export async function listPlaces(db: Db, eventIds: readonly string[]): Promise<{ eventId: string; room: number; roomId: string; position: number }[]> {
  const rows = await sql<{ eventId: string; room: number; roomId: string; position: number }>`SELECT e.event_id AS "eventId", e.room_nid AS room, r.room_id AS "roomId", e.position
    FROM event e JOIN room r ON r.room_nid = e.room_nid WHERE e.event_id = ANY(${eventIds}::text[])`.execute(db)
  return rows.rows
}
