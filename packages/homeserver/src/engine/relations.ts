// What relates events to each other, as a room remembers it of its last events.
// https://spec.matrix.org/v1.19/client-server-api/#forming-relationships-between-events
import type { JsonObject } from '@chappe/core'
import { isEventId, isJsonObject } from '@chappe/core'
import type { Db } from '../db/pool.ts'
import { findRelation } from './relations-store.ts'
import type { Relation, Room, RoomRelations, TimelineEvent } from './room.ts'
import type { ThreadEntry } from './thread-log.ts'
import { createThreadLog } from './thread-log.ts'

/** What a client named as a relation, before its parent was looked up. */
export interface NamedRelation {
  parentId: string
  relType: string
  key: string | undefined
}

/** No relation type and no annotation is longer. */
export const MAX_REL_TYPE = 255
export const MAX_ANNOTATION_KEY = 500

/** A room without relations. */
export function noRelations(): RoomRelations {
  return { any: false, children: new Map(), hasThreads: false, threads: undefined, pending: new Set() }
}

/** How an event of a room relates to another: from memory where it is in the tail. */
export async function relationOfEvent(db: Db, room: Room, event: TimelineEvent): Promise<Relation | undefined> {
  if (!room.relations.any) return undefined
  if (event.position > room.tailFrom) return room.tail.find((each) => each.eventId === event.eventId)?.relation
  return findRelation(db, room.roomNid, event.position)
}

/** The relation that a content names; undefined where it names none, or none that has a valid form. */
export function namedRelationOf(content: JsonObject): NamedRelation | undefined {
  const value = Object.hasOwn(content, 'm.relates_to') ? content['m.relates_to'] : undefined
  if (!isJsonObject(value)) return undefined
  const { rel_type: relType, event_id: parentId, key } = value
  if (typeof relType !== 'string' || typeof parentId !== 'string' || !isEventId(parentId)) return undefined
  if (relType === '' || relType.length > MAX_REL_TYPE || relType.includes('\0')) return undefined
  return { parentId, relType, key: relType === 'm.annotation' && typeof key === 'string' ? key : undefined }
}

/** What makes an annotation the same as another. */
export function annotationName(event: { sender: string; type: string }, relation: Pick<Relation, 'parentId' | 'key'>): string {
  return JSON.stringify([relation.parentId, event.sender, event.type, relation.key ?? null])
}

/** Whether the same annotation is on its way to the disk, or among the last events. */
export function isAnnotated(room: Room, event: { sender: string; type: string }, relation: Pick<Relation, 'parentId' | 'key'>): boolean {
  const name = annotationName(event, relation)
  if (room.relations.pending.has(name)) return true
  return room.tail.some(
    ({ sender, type, relation: other }) => other?.relType === 'm.annotation' && annotationName({ sender, type }, other) === name,
  )
}

/** Notes a committed event of the tail. */
export function noteRelation(room: Room, event: TimelineEvent): void {
  const { relation } = event
  if (relation === undefined) return
  const { relations } = room
  relations.any = true
  if (relation.relType === 'm.annotation') relations.pending.delete(annotationName(event, relation))
  addChild(room, event, relation)
  if (relation.threadId === undefined || !relation.notifies) return
  relations.hasThreads = true
  relations.threads?.add({ position: event.position, threadId: relation.threadId, sender: event.sender })
}

/** What relates to an event that left the tail is in memory no longer. */
export function forgetChildren(room: Room, dropped: readonly TimelineEvent[]): void {
  if (room.relations.children.size === 0) return
  for (const { eventId } of dropped) room.relations.children.delete(eventId)
}

/** A redacted event relates to nothing any more. */
export function forgetRelation(room: Room, event: TimelineEvent): void {
  const { relation } = event
  if (relation === undefined) return
  event.relation = undefined
  const left = (room.relations.children.get(relation.parentId) ?? []).filter((child) => child !== event)
  if (left.length === 0) room.relations.children.delete(relation.parentId)
  else room.relations.children.set(relation.parentId, left)
}

/** Gives the events of a tail that was just loaded their relations. */
export function attachRelations(room: Room, relations: ReadonlyMap<number, Relation>): void {
  room.relations.any = relations.size > 0
  for (const event of room.tail) {
    const relation = relations.get(event.position)
    if (relation === undefined) continue
    event.relation = relation
    addChild(room, event, relation)
  }
}

/** What was read of a room's threads becomes its log, together with what has come meanwhile. */
export function openThreadLog(room: Room, entries: readonly ThreadEntry[]): void {
  const log = createThreadLog(entries)
  for (const { position, sender, relation } of room.tail) {
    if (relation?.threadId !== undefined && relation.notifies) log.add({ position, threadId: relation.threadId, sender })
  }
  room.relations.threads = log
}

function addChild(room: Room, event: TimelineEvent, relation: Relation): void {
  if (relation.parentPosition <= room.tailFrom) return
  const children = room.relations.children.get(relation.parentId)
  if (children === undefined) room.relations.children.set(relation.parentId, [event])
  else children.push(event)
}
