// The rooms that anybody may join or read, whose people everybody may find where the policy says so.
import type { Db } from '../../db/pool.ts'
import { listOpenRooms } from './user-directory-store.ts'

/** A state event that was published. */
export interface PublishedState {
  roomNid: number
  type: string
  stateKey: string | undefined
}

/** The open rooms, from memory after the first time. */
export interface OpenRooms {
  list(): Promise<readonly number[]>
  /** An event was published; few are of a kind that matters here. */
  note(event: PublishedState): void
}

const MATTERS: ReadonlySet<string> = new Set(['m.room.join_rules', 'm.room.history_visibility'])

/** Knows nothing before it is asked. */
export function createOpenRooms(db: Db): OpenRooms {
  let known: Promise<readonly number[]> | undefined
  return {
    list() {
      if (known !== undefined) return known
      const loading = listOpenRooms(db)
      known = loading
      loading.catch(() => {
        if (known === loading) known = undefined
      })
      return loading
    },
    note({ type, stateKey }) {
      if (stateKey === '' && MATTERS.has(type)) known = undefined
    },
  }
}
