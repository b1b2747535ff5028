// The server's own account: the sender of what the server itself tells people, and who keeps rooms without an admin.

const LOCALPART = 'server-notices'

/** The user id under which the server itself speaks. */
export function serverUserIdOf(serverName: string): string {
  return `@${LOCALPART}:${serverName}`
}
