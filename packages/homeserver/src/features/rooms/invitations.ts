// Whom one may invite.
// https://spec.matrix.org/v1.19/client-server-api/#invite-permission
import { MatrixError } from '@chappe/contract'
import { isJsonObject, parseJson } from '@chappe/core'
import type { RoomsDeps } from './rooms-deps.ts'

/** Throws `M_INVITE_BLOCKED` where one of the users takes no invitations; their own are none. */
export async function assertInvitable(deps: RoomsDeps, inviter: string, userIds: readonly string[]): Promise<void> {
  const others = userIds.filter((userId) => userId !== inviter)
  const blocked = await Promise.all(others.map((userId) => deps.people.blocksInvites(userId)))
  if (blocked.includes(true)) throw new MatrixError('M_INVITE_BLOCKED')
}

/** Nobody is invited by an address: that takes an identity server, which would learn who talks to whom. */
export function addressesRefused(): MatrixError {
  return new MatrixError('M_THREEPID_DENIED', { message: 'People are invited by their user id here, not by an address' })
}

/**
 * Whether the account data `m.invite_permission_config` (JSON text) refuses invitations. "A missing, invalid or
 * unsupported value means that the user wants to receive invites as normal."
 */
export function blocksInvites(config: string): boolean {
  const value = parseJson(config)
  return isJsonObject(value) && value['default_action'] === 'block'
}
