// What a room may say its aliases are.
// https://spec.matrix.org/v1.19/client-server-api/#mroomcanonical_alias
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { Room } from '../../engine/room.ts'
import { contentOf } from './access.ts'
import { isRoomAlias } from './membership-rules.ts'
import type { RoomsDeps } from './rooms-deps.ts'

const MAX_ALIASES = 200

/**
 * Checks the aliases that a state event adds: "each alias must point to the room's ID and to itself". Throws
 * `M_INVALID_PARAM` for what is no alias, `M_BAD_ALIAS` for one that is not the room's.
 */
export async function assertAliasesOfRoom(deps: RoomsDeps, room: Room, content: JsonObject): Promise<void> {
  const known = new Set(aliasesOf(contentOf(room, 'm.room.canonical_alias') ?? {}))
  const added = aliasesOf(content).filter((alias) => !known.has(alias))
  if (added.length > MAX_ALIASES) throw new MatrixError('M_INVALID_PARAM', { message: 'Too many aliases' })
  for (const alias of added) {
    if (typeof alias !== 'string' || !isRoomAlias(alias)) {
      throw new MatrixError('M_INVALID_PARAM', { message: 'That is not a room alias' })
    }
    if ((await deps.names.findAlias(alias)) !== room.roomNid) throw new MatrixError('M_BAD_ALIAS')
  }
}

/** What the content of `m.room.canonical_alias` names, whether it is an alias or not. */
export function aliasesOf(content: Readonly<Record<string, unknown>>): unknown[] {
  const { alias, alt_aliases: alternatives } = content
  const others: unknown[] = Array.isArray(alternatives) ? alternatives : []
  // An empty alias, like a missing one, takes the alias away.
  return alias === undefined || alias === null || alias === '' ? others : [alias, ...others]
}
