// Walking through a space and the spaces in it, depth first.
// https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidhierarchy
import { MatrixError } from '@chappe/contract'
import type { Room } from '../../engine/room.ts'
import type { Session } from '../../session.ts'
import type { RoomsDeps } from '../rooms/rooms.ts'
import type { Child } from './children.ts'
import { childrenOf } from './children.ts'
import { previewOf } from './entry.ts'
import type { Looker } from './looker.ts'
import { lookerOf, mayPreview } from './looker.ts'

/** Which part of which space. */
export interface HierarchyInput {
  roomId: string
  suggestedOnly: boolean
  limit: number | undefined
  maxDepth: number | undefined
  from: string | undefined
}

/** A page as JSON text, and the rooms on it. */
export interface HierarchyPage {
  text: string
  rooms: readonly Room[]
}

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 100
const MAX_DEPTH = 50
/** How many rooms one walk looks at, shown or not. */
const MAX_WALK = 5000

/**
 * A page of a space. Pages are walked anew from the root, so that nothing has to be remembered between them and a
 * restart does not end them. Throws `M_FORBIDDEN` where the root is not for these eyes, `M_INVALID_PARAM` for a token
 * that is none or of another walk.
 */
export async function getHierarchy(deps: RoomsDeps, session: Session, input: HierarchyInput): Promise<HierarchyPage> {
  const maxDepth = Math.min(input.maxDepth ?? MAX_DEPTH, MAX_DEPTH)
  const limit = Math.min(input.limit ?? DEFAULT_LIMIT, MAX_LIMIT)
  const start = input.from === undefined ? 0 : startOf(input.from, { ...input, maxDepth })
  const looker = await lookerOf(deps, session)
  const root = await deps.engine.registry.find(input.roomId)
  if (root === undefined || !mayPreview(looker, root)) {
    throw new MatrixError('M_FORBIDDEN', { message: 'You may not look at this room' })
  }
  const walk = { suggestedOnly: input.suggestedOnly, maxDepth, upTo: start + limit + 1 }
  const found = await walkSpace(deps, looker, root, walk)
  const page = found.slice(start, start + limit)
  const rooms = page.map(({ room, children }) =>
    JSON.stringify({ ...previewOf(room), children_state: children.map((child) => child.event) }),
  )
  const next = found.length > start + limit ? `,"next_batch":"${tokenOf(start + limit, { ...input, maxDepth })}"` : ''
  return { text: `{"rooms":[${rooms.join(',')}]${next}}`, rooms: page.map(({ room }) => room) }
}

interface Visited {
  room: Room
  children: readonly Child[]
}

/** The rooms of a space that somebody may look at, each once and before what is in it, as far as `upTo` of them. */
async function walkSpace(
  deps: RoomsDeps,
  looker: Looker,
  root: Room,
  { suggestedOnly, maxDepth, upTo }: { suggestedOnly: boolean; maxDepth: number; upTo: number },
): Promise<Visited[]> {
  const { registry } = deps.engine
  const seen = new Set<string>()
  const visited: Visited[] = []
  const ahead: { roomId: string; depth: number }[] = [{ roomId: root.roomId, depth: 0 }]
  for (let next = ahead.pop(); next !== undefined && seen.size < MAX_WALK; next = ahead.pop()) {
    if (seen.has(next.roomId)) continue
    seen.add(next.roomId)
    const room = registry.peekById(next.roomId) ?? (await registry.find(next.roomId))
    if (room === undefined || !mayPreview(looker, room)) continue
    const children = childrenOf(room, { suggestedOnly })
    visited.push({ room, children })
    if (visited.length === upTo) break
    if (next.depth === maxDepth) continue
    // Asked for together, so that a space of many rooms does not load them one by one.
    const unseen = children.map((child) => child.roomId).filter((roomId) => !seen.has(roomId))
    await registry.findMany(unseen.slice(0, upTo - visited.length))
    for (const roomId of unseen.reverse()) ahead.push({ roomId, depth: next.depth + 1 })
  }
  return visited
}

interface WalkOptions {
  maxDepth: number
  suggestedOnly: boolean
}

function tokenOf(start: number, { maxDepth, suggestedOnly }: WalkOptions): string {
  return `h${start}.${maxDepth}.${suggestedOnly ? 1 : 0}`
}

/** "If specified, `max_depth` and `suggested_only` cannot be changed from the first request." */
function startOf(token: string, options: WalkOptions): number {
  const start = Number(/^h(\d{1,5})\./.exec(token)?.[1] ?? Number.NaN)
  if (Number.isInteger(start) && start < MAX_WALK && token === tokenOf(start, options)) return start
  throw new MatrixError('M_INVALID_PARAM', { message: 'That token is not known, or is of another walk' })
}
