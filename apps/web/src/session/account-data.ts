// What an account keeps for itself on the server, for all its devices.
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent } from 'matrix-js-sdk'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { asked } from './refused.ts'

/** The content of one kind of account data; of no known shape. */
export type Content = Readonly<Record<string, unknown>>

/** The account data. */
export interface AccountData {
  /** What stands under a type now, and whenever it changes, on whatever device. */
  follow(type: string): Live<Content>
  set(type: string, content: Content): Promise<void>
  /** What is followed, by type. */
  listFollowed(): Readonly<Record<string, Content>>
}

/** Opens the account data. */
export function openAccountData(client: MatrixClient): AccountData {
  // The SDK names the types it knows; what an app keeps of its own is not among them.
  const untyped = client as unknown as { getAccountData(type: string): { getContent(): Content } | undefined; setAccountData(type: string, content: Content): Promise<unknown> }
  const read = (type: string): Content => untyped.getAccountData(type)?.getContent() ?? {}
  const followed = new Map<string, StoreApi<Content>>()
  client.on(ClientEvent.AccountData, (event) => {
    followed.get(event.getType())?.setState(read(event.getType()), true)
  })
  return {
    follow(type) {
      const known = followed.get(type)
      if (known !== undefined) return known
      const live = createStore<Content>(() => read(type))
      followed.set(type, live)
      return live
    },
    listFollowed: () => Object.fromEntries([...followed].map(([type, live]) => [type, live.getState()])),
    async set(type, content) {
      // What was set is seen at once; the answer of the server comes with the next sync.
      followed.get(type)?.setState(content, true)
      try {
        await asked(untyped.setAccountData(type, content))
      } catch (error) {
        followed.get(type)?.setState(read(type), true)
        throw error
      }
    },
  }
}
