// The server's own account: the sender of what the server itself tells people. Nobody signs in to it or can take its name.

const LOCALPART = 'server-notices'

/** The user id under which a server itself speaks. */
export function serverUserIdOf(serverName: string): string {
  return `@${LOCALPART}:${serverName}`
}

/** Whether somebody is the server of `ownUserId` itself. An account of that name on another server is nobody. */
export function isOwnServer(userId: string, ownUserId: string): boolean {
  const colon = ownUserId.indexOf(':')
  return colon > 0 && userId === serverUserIdOf(ownUserId.slice(colon + 1))
}
