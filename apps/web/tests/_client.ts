// A client of the SDK that was told of rooms by a server of a few lines, with the SDK's own reading of what servers tell.
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, createClient, PendingEventOrdering, SyncState } from 'matrix-js-sdk'
import type { Logger } from 'matrix-js-sdk/lib/logger.js'

export const ME = '@alice:chappe.test'
export const MALLORY = '@mallory:chappe.test'

const none = (): void => undefined
/** What the SDK says to itself would fill pages. */
const SILENT: Logger = { trace: none, debug: none, info: none, warn: none, error: none, getChild: () => SILENT }

let events = 0
/** An event that Mallory sent. */
export const event = (type: string, content: unknown, more: object = {}): object => {
  events += 1
  return { type, content, event_id: `$${events}`, sender: MALLORY, origin_server_ts: 1_700_000_000_000 + events, ...more }
}
/** State of his. */
export const state = (type: string, content: unknown, key: unknown = ''): object => event(type, content, { state_key: key })
/** Somebody's membership. */
export const member = (userId: string, content: object): object => state('m.room.member', content, userId)

/** A room as a sync tells of it. */
export interface ToldRoom {
  timeline: { events: readonly object[]; limited: boolean; prev_batch: string }
  state: object
  ephemeral: object
  account_data: object
  unread_notifications: object
  summary: object
}

/** A room with its members, and whatever else is said of it. */
export function roomOf(more: readonly object[], timeline: readonly object[] = [], create: object = {}): ToldRoom {
  return {
    state: { events: [state('m.room.create', { room_version: '12', ...create }), member(ME, { membership: 'join' }), member(MALLORY, { membership: 'join', displayname: 'Mallory' }), ...more] },
    timeline: { events: timeline, limited: false, prev_batch: 'p' },
    ephemeral: { events: [] },
    account_data: { events: [] },
    unread_notifications: {},
    summary: {},
  }
}

/** What a server answers beside the sync, by path. */
export type Answers = Readonly<Record<string, (url: URL) => unknown>>

/** What it is told. */
export interface Told {
  join: Readonly<Record<string, object>>
  invite?: Readonly<Record<string, object>>
  accountData?: readonly object[]
  answers?: Answers
}

/** The client, once it has been told. Whoever made it stops it. */
export async function tellClient({ join, invite = {}, accountData = [], answers: more = {} }: Told): Promise<MatrixClient> {
  const answers: Readonly<Record<string, unknown>> = {
    '/_matrix/client/versions': { versions: ['v1.11'], unstable_features: {} },
    '/_matrix/client/v3/pushrules/': { global: {} },
    '/_matrix/client/v3/capabilities': { capabilities: {} },
  }
  let isFirst = true
  const opened = createClient({
    baseUrl: 'https://chappe.test',
    userId: ME,
    deviceId: 'ONE',
    accessToken: 'token',
    logger: SILENT,
    fetchFn: async (input) => {
      const url = new URL(String(input))
      const { pathname } = url
      const answer = Object.entries(more).find(([path]) => pathname.endsWith(path))?.[1]
      if (answer !== undefined) return Response.json(await answer(url))
      if (pathname.endsWith('/filter')) return Response.json({ filter_id: '1' })
      if (pathname.endsWith('/sync')) {
        if (!isFirst) return new Promise<never>(() => undefined)
        isFirst = false
        return Response.json({ next_batch: 's', rooms: { join, invite }, account_data: { events: accountData } })
      }
      return Response.json(answers[pathname] ?? {})
    },
  })
  const isReady = new Promise<void>((resolve) => {
    opened.on(ClientEvent.Sync, (now) => (now === SyncState.Prepared ? resolve() : undefined))
  })
  await opened.startClient({ lazyLoadMembers: true, initialSyncLimit: 20, threadSupport: true, pendingEventOrdering: PendingEventOrdering.Detached })
  await isReady
  return opened
}
