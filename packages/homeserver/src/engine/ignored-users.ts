// Who ignores whom, in memory as a whole: few people ignore anybody, and every read asks.
// https://spec.matrix.org/v1.19/client-server-api/#ignoring-users
import { isJsonObject, isUserId, JsonError, parseJson } from '@chappe/core'

/** Who ignores whom. */
export interface IgnoredUsers {
  /** Whom a user ignores; undefined: nobody. */
  of(userId: string): ReadonlySet<string> | undefined
  /** Who ignores a user; undefined: nobody. */
  by(userId: string): ReadonlySet<string> | undefined
  /** Takes over a user's list, the JSON text of `m.ignored_user_list`. */
  set(userId: string, content: string): void
}

/** The type of the list among the account data. */
export const IGNORED_USERS = 'm.ignored_user_list'
const MAX_IGNORED = 1000

/** Opens it with nobody ignored. */
export function createIgnoredUsers(): IgnoredUsers {
  const lists = new Map<string, ReadonlySet<string>>()
  const ignorers = new Map<string, Set<string>>()
  return {
    of: (userId) => lists.get(userId),
    by: (userId) => ignorers.get(userId),
    set(userId, content) {
      for (const ignored of lists.get(userId) ?? []) {
        const set = ignorers.get(ignored)
        set?.delete(userId)
        if (set?.size === 0) ignorers.delete(ignored)
      }
      const list = listOf(userId, content)
      if (list.size === 0) lists.delete(userId)
      else lists.set(userId, list)
      for (const ignored of list) {
        const set = ignorers.get(ignored)
        if (set === undefined) ignorers.set(ignored, new Set([userId]))
        else set.add(userId)
      }
    },
  }
}

/** What a viewer is shown of events: state events stay, "to ensure parts, such as the room name, do not appear different". */
export function withoutIgnored<E extends { sender: string; stateKey: string | undefined }>(
  ignored: Pick<IgnoredUsers, 'of'>,
  viewer: string,
  events: readonly E[],
): readonly E[] {
  const list = ignored.of(viewer)
  if (list === undefined) return events
  return events.filter((event) => event.stateKey !== undefined || !list.has(event.sender))
}

/** Nobody ignores themselves; what a client wrote that is no list ignores nobody. */
function listOf(userId: string, content: string): Set<string> {
  const value = parseLoosely(content)
  const users = isJsonObject(value) ? value['ignored_users'] : undefined
  const ids = isJsonObject(users) ? Object.keys(users) : []
  return new Set(ids.filter((id) => id !== userId && isUserId(id)).slice(0, MAX_IGNORED))
}

function parseLoosely(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}
