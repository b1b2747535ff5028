// What an account keeps on the server about alerts, for all its devices: when it wants quiet, and whether it wants mails.
import type { QuietHours } from '@chappe/core'
import { formatQuietHours, parseQuietHours, QUIET_HOURS_TYPE } from '@chappe/core'
import type { AccountDataEvents, MatrixClient } from 'matrix-js-sdk'
import { ClientEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/** A value of the account. */
export interface AccountValue<T> {
  state: Live<T>
  set(value: T): Promise<void>
}

const MISSED_MAIL_TYPE = 'org.chappe.missed_mail'
const WAKES_TYPE = 'org.chappe.wakes'

/** When the account wants quiet. */
export function followQuietHours(client: MatrixClient): AccountValue<QuietHours> {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const none: QuietHours = { isOn: false, followsAvailability: false, timeZone, spans: [{ days: [1, 2, 3, 4, 5], fromMinute: 19 * 60, toMinute: 8 * 60 }], mutedUntilMs: 0 }
  return followValue(client, QUIET_HOURS_TYPE, { read: (content) => parseQuietHours(content as Parameters<typeof parseQuietHours>[0]) ?? none, write: formatQuietHours })
}

/** Whether the account wants a mail about what it has missed. */
export function followMissedMail(client: MatrixClient): AccountValue<boolean> {
  return followValue(client, MISSED_MAIL_TYPE, { read: (content) => content?.['enabled'] !== false, write: (enabled) => ({ enabled }) })
}

/** Whether the server may know when something is due that is kept for oneself, so that closed browsers are woken. */
export function followWakeWish(client: MatrixClient): AccountValue<boolean> {
  return followValue(client, WAKES_TYPE, { read: (content) => content?.['enabled'] !== false, write: (enabled) => ({ enabled }) })
}

interface Form<T> {
  read(content: Readonly<Record<string, unknown>> | undefined): T
  write(value: T): object
}

function followValue<T>(client: MatrixClient, type: string, { read, write }: Form<T>): AccountValue<T> {
  // The SDK knows the types of the specification only.
  const key = type as keyof AccountDataEvents
  const now = (): T => read(client.getAccountData(key)?.getContent())
  const state = createStore<T>(now)
  client.on(ClientEvent.AccountData, (event) => {
    if (event.getType() === type) state.setState(now(), true)
  })
  return {
    state,
    async set(value) {
      const before = state.getState()
      state.setState(value, true)
      try {
        await client.setAccountData(key, write(value) as AccountDataEvents[typeof key])
      } catch (error) {
        state.setState(before, true)
        throw error
      }
    },
  }
}
