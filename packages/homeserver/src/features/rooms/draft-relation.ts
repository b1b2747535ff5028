// How an event that is about to be sent relates to an earlier one, and whether it may.
// https://spec.matrix.org/v1.19/client-server-api/#forming-relationships-between-events
import { MatrixError } from '@chappe/contract'
import { isJsonObject } from '@chappe/core'
import { hasAnnotated } from '../../engine/relations-store.ts'
import type { NamedRelation } from '../../engine/relations.ts'
import { MAX_ANNOTATION_KEY, namedRelationOf, relationOfEvent } from '../../engine/relations.ts'
import type { Relation, Room, TimelineEvent } from '../../engine/room.ts'
import type { Draft } from '../../engine/steps/append.ts'
import { findTimelineEvent } from './context.ts'
import type { RoomsDeps } from './rooms-deps.ts'

/**
 * The draft with the relation that its content names. Throws `M_UNKNOWN` (400) for what is no event of the room and for
 * a thread of what relates to something itself, `M_DUPLICATE_ANNOTATION` for what the sender has annotated already.
 */
export async function withRelation(deps: RoomsDeps, room: Room, draft: Draft): Promise<Draft> {
  const named = namedRelationOf(draft.content)
  if (named === undefined) return draft
  const parent = await findTimelineEvent(deps, room, named.parentId)
  if (parent === undefined) throw refused('There is no event in this room for that to relate to')
  const above = await relationOfEvent(deps.db, room, parent)
  // "Servers SHOULD reject client requests which attempt to start a thread off an event with an m.relates_to property."
  if (named.relType === 'm.thread' && above !== undefined) throw refused('Nothing that relates to an event can begin a thread')
  if (named.relType === 'm.annotation') await assertAnnotates(deps, draft, named, parent.position > room.tailFrom)
  const { parentId, relType, key } = named
  const threadId = relType === 'm.thread' ? parentId : above?.threadId
  const isEdit = relType === 'm.replace' && isValidEdit(draft, parent, above)
  return { ...draft, relation: { parentId, parentPosition: parent.position, relType, key, isEdit, threadId } }
}

/** Where the parent is among the last events, so is everything that relates to it: then `append` sees the first one. */
async function assertAnnotates(
  deps: RoomsDeps,
  { sender, type }: Draft,
  { parentId, key }: NamedRelation,
  inMemory: boolean,
): Promise<void> {
  if (key !== undefined && (key.length > MAX_ANNOTATION_KEY || key.includes('\0'))) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'The key of the annotation is too long' })
  }
  if (!inMemory && (await hasAnnotated(deps.db, { parentId, sender, type, key }))) throw new MatrixError('M_DUPLICATE_ANNOTATION')
}

/** https://spec.matrix.org/v1.19/client-server-api/#validity-of-replacement-events */
function isValidEdit(draft: Draft, parent: TimelineEvent, above: Relation | undefined): boolean {
  const isState = draft.stateKey !== undefined || parent.stateKey !== undefined
  if (isState || draft.sender !== parent.sender || draft.type !== parent.type || above?.relType === 'm.replace') return false
  return draft.type === 'm.room.encrypted' || isJsonObject(draft.content['m.new_content'])
}

function refused(message: string): MatrixError {
  return new MatrixError('M_UNKNOWN', { status: 400, message })
}
