// What one lets others see, and whom one does not want to hear. Kept on the server, for all devices.
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { ClientEvent, ReceiptType } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/** What one lets others see. */
export interface PrivacyWishes {
  /** Whether others see how far one has read. */
  showsRead: boolean
  /** Whether others see that one is writing. */
  showsTyping: boolean
  /** Whose messages are not shown: user ids. */
  ignored: readonly string[]
}

/** What can be wished. */
export interface Privacy {
  state: Live<PrivacyWishes>
  set(wishes: Partial<Pick<PrivacyWishes, 'showsRead' | 'showsTyping'>>): Promise<void>
  ignore(userId: string): Promise<void>
  unignore(userId: string): Promise<void>
}

const TYPE = 'org.chappe.privacy'

/** Begins to follow the wishes. */
export function openPrivacy(client: MatrixClient): Privacy {
  const state = createStore<PrivacyWishes>(() => read(client))
  client.on(ClientEvent.AccountData, (event: MatrixEvent) => {
    if (event.getType() === TYPE || event.getType() === 'm.ignored_user_list') state.setState(read(client), true)
  })
  return {
    state,
    async set(wishes) {
      const next = { ...read(client), ...wishes }
      await client.setAccountData(TYPE as never, { shows_read: next.showsRead, shows_typing: next.showsTyping } as never)
    },
    async ignore(userId) {
      await client.setIgnoredUsers([...new Set([...client.getIgnoredUsers(), userId])])
    },
    async unignore(userId) {
      await client.setIgnoredUsers(client.getIgnoredUsers().filter((each) => each !== userId))
    },
  }
}

/** As what a receipt is sent: for everybody, or for one's own other devices alone. */
export function receiptTypeOf(client: MatrixClient): ReceiptType.Read | ReceiptType.ReadPrivate {
  return read(client).showsRead ? ReceiptType.Read : ReceiptType.ReadPrivate
}

/** Whether others are told that one is writing. */
export function showsTyping(client: MatrixClient): boolean {
  return read(client).showsTyping
}

function read(client: MatrixClient): PrivacyWishes {
  const content: Readonly<Record<string, unknown>> = client.getAccountData(TYPE as never)?.getContent() ?? {}
  return { showsRead: content['shows_read'] !== false, showsTyping: content['shows_typing'] !== false, ignored: client.getIgnoredUsers() }
}
