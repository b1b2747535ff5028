// SQL of the hot path: one statement commits a batch of events with everything that hangs on them, or nothing.
import type pg from 'pg'
import { boolArray, int2Array, int4Array, int8Array, textArray, utf8Array } from '../db/binary-arrays.ts'
import type { WriterLease } from '../streams/writer-store.ts'
import type { Relation } from './room.ts'

/** An event as it is stored. */
export interface EventRow {
  roomNid: number
  position: number
  eventId: string
  type: string
  stateKey: string | undefined
  sender: string
  notifyOrdinal: number
  deviceNid: number | undefined
  txnId: string | undefined
  redactedBy: string | undefined
  replacesState: string | undefined
  json: string
}

/** A state entry that begins to hold, and the end of the one before it. */
export interface StateChange {
  roomNid: number
  type: string
  stateKey: string
  fromPosition: number
  /** Set when a later event of the same batch replaces it already. */
  toPosition: number | undefined
  /** Whether an entry of an earlier batch may hold until now. */
  closesEarlier: boolean
  eventId: string
}

/** Where a user stands in a room from now on. */
export interface MembershipChange {
  userId: string
  roomNid: number
  membership: string
  position: number
  joinedPosition: number
  joinedOrdinal: number
}

/** Where an event counts differently for one member. */
export interface PushException {
  userId: string
  roomNid: number
  position: number
  notifyDelta: number
  highlight: boolean
  /** The thread the event stands in; undefined: the main timeline. */
  threadId: string | undefined
}

/** How an event relates to an earlier one. */
export interface RelationRow extends Relation {
  roomNid: number
  position: number
  eventId: string
  type: string
  sender: string
}

/** An event that loses its content. */
export interface Redaction {
  eventId: string
  position: number
  redactedBy: string
  json: string
}

/** A file that an event carries. */
export interface CarriedMedia {
  mediaId: string
  roomNid: number
  position: number
}

/** Everything of one commit. */
export interface Batch {
  events: EventRow[]
  states: StateChange[]
  memberships: MembershipChange[]
  exceptions: PushException[]
  redactions: Redaction[]
  media: CarriedMedia[]
  relations: RelationRow[]
}

const FOREVER = '9223372036854775807'

// The row lock makes whoever takes the writer over wait until this commit has ended one way or the other.
const FENCE = `fence AS (
  UPDATE writer SET event_position = greatest(event_position, $3::int8) WHERE writer_id = $1 AND epoch = $2 RETURNING 1)`

const EVENTS = `ev AS (
  INSERT INTO event (room_nid, position, event_id, type, state_key, sender, notify_ordinal, device_nid, txn_id, pdu,
    redacted_by, replaces_state)
  SELECT u.* FROM unnest($4::int4[], $5::int8[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int4[],
    $11::int4[], $12::text[], $13::bytea[], $14::text[], $15::text[]) u CROSS JOIN fence)`

const COMMIT_EVENTS = `WITH ${FENCE}, ${EVENTS} SELECT count(*)::int AS held FROM fence`

/** Its parameters begin at `first`. */
const relationsFrom = (first: number): string => {
  const types = ['int4', 'int8', 'text', 'text', 'int8', 'text', 'text', 'text', 'text', 'bool', 'text', 'bool', 'int8']
  return `related AS (
  INSERT INTO relation (room_nid, position, event_id, parent_id, parent_position, rel_type, type, sender, annotation_key,
    is_edit, thread_id, notifies, sent_at_ms)
  SELECT u.* FROM unnest(${types.map((type, index) => `$${first + index}::${type}[]`).join(', ')}) u CROSS JOIN fence)`
}

const COMMIT_RELATED = `WITH ${FENCE}, ${EVENTS}, ${relationsFrom(16)} SELECT count(*)::int AS held FROM fence`

const REST = `WITH ${FENCE}, ${EVENTS}, closed AS (
  UPDATE state_interval s SET to_position = c.at
  FROM unnest($16::int4[], $17::text[], $18::text[], $19::int8[]) c (room_nid, type, state_key, at), fence
  WHERE s.room_nid = c.room_nid AND s.type = c.type AND s.state_key = c.state_key AND s.to_position = ${FOREVER}
), opened AS (
  INSERT INTO state_interval (room_nid, type, state_key, from_position, to_position, event_id)
  SELECT o.room_nid, o.type, o.state_key, o.start, coalesce(o.stop, ${FOREVER}), o.event_id
  FROM unnest($20::int4[], $21::text[], $22::text[], $23::int8[], $24::int8[], $25::text[])
    o (room_nid, type, state_key, start, stop, event_id) CROSS JOIN fence
), member AS (
  INSERT INTO membership AS m (user_id, room_nid, membership, position, joined_position, joined_ordinal)
  SELECT u.* FROM unnest($26::text[], $27::int4[], $28::text[], $29::int8[], $30::int8[], $31::int4[]) u CROSS JOIN fence
  ON CONFLICT (user_id, room_nid) DO UPDATE SET membership = excluded.membership, position = excluded.position,
    joined_position = excluded.joined_position, joined_ordinal = excluded.joined_ordinal,
    forgotten = m.forgotten AND excluded.membership IN ('leave', 'ban')
), exception AS (
  INSERT INTO push_exception (user_id, room_nid, position, notify_delta, highlight, thread_id)
  SELECT u.* FROM unnest($32::text[], $33::int4[], $34::int8[], $35::int2[], $36::bool[], $37::text[]) u CROSS JOIN fence
), redacted AS (
  UPDATE event e SET pdu = r.pdu, redacted_by = r.redacted_by
  FROM unnest($38::text[], $39::text[], $40::bytea[]) r (event_id, redacted_by, pdu), fence WHERE e.event_id = r.event_id
  RETURNING e.room_nid, e.position
), unrelated AS (
  DELETE FROM relation n USING redacted WHERE n.room_nid = redacted.room_nid AND n.position = redacted.position
), ${relationsFrom(41)}`

const COMMIT_ALL = `${REST} SELECT count(*)::int AS held FROM fence`

/** A statement of its own: batches without files, which is nearly all, do not plan and run what links them. */
const COMMIT_MEDIA = `${REST}, carried AS (
  INSERT INTO media_acl (media_id, room_nid, position)
  SELECT u.* FROM unnest($54::text[], $55::int4[], $56::int8[]) u CROSS JOIN fence
) SELECT count(*)::int AS held FROM fence`

/**
 * Commits a batch. Gives back whether the lease still held; if not, nothing was written.
 * Throws what PostgreSQL or the connection throws; the outcome is then unknown until the writer is taken anew.
 */
export async function commitBatch(client: pg.Client, lease: WriterLease, batch: Batch): Promise<boolean> {
  const others =
    batch.states.length + batch.memberships.length + batch.exceptions.length + batch.redactions.length + batch.media.length
  const lastPosition = batch.events.at(-1)?.position ?? 0
  const head = [lease.writerId, lease.epoch, lastPosition, ...eventArrays(batch.events)]
  const result = await client.query<{ held: number }>(others === 0 ? plainCommit(head, batch) : wholeCommit(head, batch))
  return result.rows[0]?.held === 1
}

type Head = (string | number | Buffer)[]

function plainCommit(head: Head, { relations }: Batch): pg.QueryConfig {
  if (relations.length === 0) return { name: 'commit-events', text: COMMIT_EVENTS, values: head }
  return { name: 'commit-related', text: COMMIT_RELATED, values: [...head, ...relationArrays(relations)] }
}

function wholeCommit(head: Head, batch: Batch): pg.QueryConfig {
  const { states, relations, media } = batch
  const values = [...head, ...stateArrays(states), ...otherArrays(batch), ...relationArrays(relations)]
  if (media.length === 0) return { name: 'commit-all', text: COMMIT_ALL, values }
  return { name: 'commit-media', text: COMMIT_MEDIA, values: [...values, ...mediaArrays(media)] }
}

function eventArrays(events: readonly EventRow[]): Buffer[] {
  return [
    int4Array(events.map((event) => event.roomNid)),
    int8Array(events.map((event) => event.position)),
    textArray(events.map((event) => event.eventId)),
    textArray(events.map((event) => event.type)),
    textArray(events.map((event) => event.stateKey ?? null)),
    textArray(events.map((event) => event.sender)),
    int4Array(events.map((event) => event.notifyOrdinal)),
    int4Array(events.map((event) => event.deviceNid ?? null)),
    textArray(events.map((event) => event.txnId ?? null)),
    utf8Array(events.map((event) => event.json)),
    textArray(events.map((event) => event.redactedBy ?? null)),
    textArray(events.map((event) => event.replacesState ?? null)),
  ]
}

function stateArrays(states: readonly StateChange[]): Buffer[] {
  const closing = states.filter((state) => state.closesEarlier)
  return [
    int4Array(closing.map((state) => state.roomNid)),
    textArray(closing.map((state) => state.type)),
    textArray(closing.map((state) => state.stateKey)),
    int8Array(closing.map((state) => state.fromPosition)),
    int4Array(states.map((state) => state.roomNid)),
    textArray(states.map((state) => state.type)),
    textArray(states.map((state) => state.stateKey)),
    int8Array(states.map((state) => state.fromPosition)),
    int8Array(states.map((state) => state.toPosition ?? null)),
    textArray(states.map((state) => state.eventId)),
  ]
}

/** Nothing where no event carries a file. */
function mediaArrays(media: readonly CarriedMedia[]): Buffer[] {
  if (media.length === 0) return []
  return [
    textArray(media.map((each) => each.mediaId)),
    int4Array(media.map((each) => each.roomNid)),
    int8Array(media.map((each) => each.position)),
  ]
}

function otherArrays(batch: Batch): Buffer[] {
  const { memberships, exceptions, redactions } = batch
  return [
    textArray(memberships.map((each) => each.userId)),
    int4Array(memberships.map((each) => each.roomNid)),
    textArray(memberships.map((each) => each.membership)),
    int8Array(memberships.map((each) => each.position)),
    int8Array(memberships.map((each) => each.joinedPosition)),
    int4Array(memberships.map((each) => each.joinedOrdinal)),
    textArray(exceptions.map((each) => each.userId)),
    int4Array(exceptions.map((each) => each.roomNid)),
    int8Array(exceptions.map((each) => each.position)),
    int2Array(exceptions.map((each) => each.notifyDelta)),
    boolArray(exceptions.map((each) => each.highlight)),
    textArray(exceptions.map((each) => each.threadId ?? null)),
    textArray(redactions.map((each) => each.eventId)),
    textArray(redactions.map((each) => each.redactedBy)),
    utf8Array(redactions.map((each) => each.json)),
  ]
}

function relationArrays(relations: readonly RelationRow[]): Buffer[] {
  return [
    int4Array(relations.map((each) => each.roomNid)),
    int8Array(relations.map((each) => each.position)),
    textArray(relations.map((each) => each.eventId)),
    textArray(relations.map((each) => each.parentId)),
    int8Array(relations.map((each) => each.parentPosition)),
    textArray(relations.map((each) => each.relType)),
    textArray(relations.map((each) => each.type)),
    textArray(relations.map((each) => each.sender)),
    textArray(relations.map((each) => each.key ?? null)),
    boolArray(relations.map((each) => each.isEdit)),
    textArray(relations.map((each) => each.threadId ?? null)),
    boolArray(relations.map((each) => each.notifies)),
    int8Array(relations.map((each) => each.sentAtMs)),
  ]
}

/** The writer as it stands after it was taken anew, and the last position committed under any epoch. */
export interface Retaken {
  lease: WriterLease
  lastPosition: number
}

/**
 * Renews the epoch of a writer this process holds; waits for a commit of the epoch before to end one way or the
 * other. Nothing when another process holds the writer now.
 */
export async function retakeWriter(client: pg.Client, lease: WriterLease): Promise<Retaken | undefined> {
  const result = await client.query<{ epoch: string; event_position: string }>(
    'UPDATE writer SET epoch = epoch + 1 WHERE writer_id = $1 AND owner = $2 RETURNING epoch, event_position',
    [lease.writerId, lease.owner],
  )
  const row = result.rows[0]
  if (row === undefined) return undefined
  return { lease: { ...lease, epoch: Number(row.epoch) }, lastPosition: Number(row.event_position) }
}
