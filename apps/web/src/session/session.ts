// An account in this browser: everything that view models see of it.
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, EventType, Preset, SyncState } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Alerts } from './alerts/alerts.ts'
import { openAlerts } from './alerts/alerts.ts'
import type { AccountData } from './account-data.ts'
import { openAccountData } from './account-data.ts'
import type { Announcements } from './announcements.ts'
import { followAnnouncements } from './announcements.ts'
import { followAsks } from './talk/asks.ts'
import { forgetClient, openClient, startClient } from './client.ts'
import { orderDecryption } from './pace/decryption.ts'
import type { Drafts } from './drafts.ts'
import type { Snapshot, SnapshotKeeper } from './early/snapshot.ts'
import { keepSnapshot, openSnapshotStore } from './early/snapshot.ts'
import type { Health } from './health.ts'
import { devicesBefore, openedIn } from './kept/apart.ts'
import type { StorageState } from './kept/storage.ts'
import type { Directory } from './rooms/directory.ts'
import { openDirectory } from './rooms/directory.ts'
import type { Inbox } from './inbox.ts'
import { followInbox } from './inbox.ts'
import { openHistoryStore } from './keys/history-ask.ts'
import type { Keys } from './keys/keys.ts'
import { leaveUnsignedOut, openKeys } from './keys/keys.ts'
import { putKeptRoomsOff } from './keys/rooms-later.ts'
import { createVault } from './keys/vault.ts'
import type { Files } from './media/files.ts'
import { openFiles } from './media/files.ts'
import { sendWhenBack } from './outbox.ts'
import type { Search } from './search/search.ts'
import { openSearch } from './search/search.ts'
import type { People } from './person/people.ts'
import { describePeople, openPeople } from './person/people.ts'
import { asked } from './refused.ts'
import { hearLetters } from './pace/letters.ts'
import { queueReading } from './pace/reading-queue.ts'
import type { RoomActions } from './rooms/room-actions.ts'
import { createRoomActions } from './rooms/room-actions.ts'
import type { Privacy } from './person/privacy.ts'
import { openPrivacy } from './person/privacy.ts'
import type { Profiles } from './person/profile.ts'
import { openProfile } from './person/profile.ts'
import type { Own } from './own.ts'
import type { Reports } from './reports.ts'
import { followDeleted } from './sealed/follow-deleted.ts'
import { openRemote } from './sealed/remote.ts'
import { nameFor } from './sealed/seal.ts'
import { openWakeCalls } from './sealed/wake-calls.ts'
import { keepWakes } from './sealed/wakes.ts'
import type { ScheduledFailure } from './sealed/scheduled-thing.ts'
import type { SealedThings } from './sealed/sealed-things.ts'
import type { KeptMessage } from './talk/send-kept.ts'
import { sendKept } from './talk/send-kept.ts'
import type { Rooms } from './rooms/rooms.ts'
import { followRooms } from './rooms/rooms.ts'
import { takeSyncsInTurn } from './rooms/rooms-in-turn.ts'
import { followSpaces } from './rooms/spaces.ts'
import type { Talk } from './talk/talk.ts'
import { openTalk as openRoomTalk } from './talk/talk.ts'
import type { Connection, Space } from './types.ts'
import type { AccountValidity } from './validity.ts'

/** An account in this browser. */
export interface Session {
  readonly userId: string
  readonly deviceId: string
  readonly connection: Live<Connection>
  readonly health: Live<Health>
  readonly storage: Live<StorageState>
  readonly drafts: Drafts
  /** What somebody keeps for themselves, on all their devices. */
  readonly sealed: SealedThings
  readonly search: Search
  readonly rooms: Rooms
  readonly alerts: Alerts
  readonly reports: Reports
  readonly validity: AccountValidity
  readonly announcements: Announcements
  readonly keys: Keys
  readonly profile: Profiles
  readonly privacy: Privacy
  readonly files: Files
  /** Undefined where the account knows no such room. */
  findTalk(roomId: string): Talk | undefined
  findPeople(roomId: string): People | undefined
  /** Sends a message that was kept for a time. Undefined: it is sent, or waits among what is sent when the server is back. */
  sendKept(message: KeptMessage): Promise<ScheduledFailure | undefined>
  /** Looks whether what was saved for later was deleted meanwhile: it loses its words then. */
  checkSaved(): Promise<void>
  join(roomId: string): Promise<void>
  leave(roomId: string): Promise<void>
  readonly actions: RoomActions
  readonly directory: Directory
  readonly accountData: AccountData
  readonly spaces: Live<readonly Space[]>
  readonly inbox: Inbox
  /** An encrypted talk with somebody; the one there is, or a new one. Gives back its id. */
  openTalk(userId: string): Promise<string>
  stop(): void
  /** Resolves when everything that was written is kept in this browser. */
  flush(): Promise<void>
  /** Ends the session here and on the server, and forgets what this browser keeps of it. */
  signOut(): Promise<void>
}

/** Opens the account. Resolves when something can be shown: what is kept here, or the first answer of the server. */
export async function openSession(own: Own): Promise<Session> {
  const { signedIn, userId, drafts, sealed, storage, health, validity, reports } = own
  const vault = createVault()
  const here = openedIn(localStorage)
  const before = devicesBefore(here, { deviceId: signedIn.deviceId, userId })
  const opened = await openClient({ userId, deviceId: signedIn.deviceId, keyStore: here.keyStoreOf(signedIn.deviceId), fetch: own.fetch, storage, cryptoCallbacks: vault.callbacks, firstRooms: likelyFirst(own.seen) })
  const { client, store, isWarm } = opened
  // In a tunnel a page may be opened anew: what is here by now is what there is to read then.
  health.subscribe(({ server }) => server === 'unreachable' && void store.flush())
  const known = own.seen?.rooms ?? []
  queueReading(client)
  const stopReading = orderDecryption(client, { seen: known, isWarm })
  const connection = followConnection(client)
  const isReady = firstAnswer(client, isWarm)
  const search = openSearch(client, () => health.getState().server === 'well' && connection.getState() === 'online')
  leaveUnsignedOut(client)
  const roomsLater = isWarm ? putKeptRoomsOff(client) : undefined
  await startClient(client)
  takeSyncsInTurn(client)
  // What was seen last is shown until all that was kept has been worked through, or the server has answered.
  await isReady
  const rooms = followRooms(client, known)
  const alerts = openAlerts(client, signedIn)
  const announcements = followAnnouncements(client, signedIn)
  const asks = followAsks(client)
  const inbox = followInbox(client, rooms.all, asks)
  const files = openFiles(client, own)
  sendWhenBack(client)
  const keys = openKeys({ client, signedIn, vault, before })
  const kept = attachSealed(sealed, { client, keys: keys.state, connection }, alerts)
  const stopAsking = askWhenOnline(client)
  const ways = waysToRooms(client)
  const seen = keepSeen({ userId, storage, rooms: rooms.all, inbox: inbox.entries, ...ways })

  const followers = [inbox, asks, rooms, validity, announcements, search, keys, { stop: stopAsking }, kept, { stop: stopReading }, { stop: hearLetters(window) }, { stop: files.media.close }, ...(roomsLater === undefined ? [] : [roomsLater])]

  function stop(): void {
    for (const follower of followers) follower.stop()
    client.stopClient()
  }

  return {
    userId,
    deviceId: signedIn.deviceId,
    connection,
    health,
    storage: storage.state,
    drafts,
    sealed,
    search,
    rooms,
    alerts,
    reports,
    validity,
    announcements,
    keys,
    profile: openProfile(client, signedIn),
    privacy: openPrivacy(client),
    files,
    ...ways,
    ...waysIn(client, seen),
    inbox,
    ...kept.ways,
    stop,
    flush: async () => void (await Promise.all([drafts.flush(), sealed.flush(), store.flush(), seen.flush(), search.flush()])),
    async signOut() {
      stop()
      await alerts.forget()
      await signedIn.signOut()
      await Promise.all([drafts.forget(), asks.forget(), sealed.forget(), files.kept.forget(), seen.forget(), search.forget(), openHistoryStore().clear()])
      await forgetClient(opened)
      await before.forgetAll()
    },
  }
}

/** Keeps what is seen, for the next opening. */
function keepSeen({ userId, storage, rooms, inbox, spaces, accountData }: Pick<Session, 'userId' | 'spaces' | 'accountData'> & { storage: Own['storage']; rooms: Session['rooms']['all']; inbox: Session['inbox']['entries'] }): ReturnType<typeof keepSnapshot> {
  return keepSnapshot(openSnapshotStore(), {
    storage,
    look: () => ({ userId, rooms: rooms.getState(), spaces: spaces.getState(), inbox: inbox.getState(), accountData: accountData.listFollowed() }),
    sources: [rooms, spaces],
  })
}

/** Ties what somebody keeps for themselves to the server, and to what is deleted there. */
function attachSealed(sealed: SealedThings, parts: Parameters<typeof openRemote>[0], { wakes, webPush }: Pick<Alerts, 'wakes' | 'webPush'>): { ways: Pick<Session, 'checkSaved' | 'sendKept'>; stop(): void } {
  const { remote, stop } = openRemote(parts)
  const end = sealed.attach(remote)
  const saved = followDeleted(parts.client, sealed.later)
  const endWakes = keepWakes({
    later: sealed.later,
    scheduled: sealed.scheduled,
    async nameOf(text) {
      const key = remote.key.getState()
      return key === undefined ? undefined : nameFor(key, text)
    },
    isReady: remote.isReady,
    isWanted: wakes.state,
    browser: webPush.state,
    calls: openWakeCalls(parts.client),
    deviceId: parts.client.getDeviceId() ?? '',
    isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
    now: Date.now,
  })
  return {
    ways: { checkSaved: saved.check, sendKept: (message) => sendKept(parts.client, message) },
    stop() {
      endWakes()
      saved.stop()
      end()
      stop()
    },
  }
}

/** The rooms that were open last, then those in which something was said last. */
function likelyFirst(seen: Snapshot | undefined): readonly string[] {
  if (seen === undefined) return []
  return [...seen.talks.keys(), ...seen.rooms.toSorted((a, b) => b.lastActivityMs - a.lastActivityMs).map(({ roomId }) => roomId)]
}

/** Opens rooms. What is seen of one while it is open is kept as what is seen first the next time. */
function waysIn(client: MatrixClient, seen: SnapshotKeeper) {
  return {
    findTalk(roomId: string) {
      const room = client.getRoom(roomId)
      if (room === null) return undefined
      const talk = openRoomTalk(client, room)
      const end = seen.watch(roomId, () => {
        const { messages, hasNewer, isOpening } = talk.timeline.state.getState()
        return hasNewer || isOpening ? undefined : { messages, people: describePeople(client, room), signs: talk.signs.state.getState() }
      })
      return {
        ...talk,
        close() {
          end()
          talk.close()
        },
      }
    },
    findPeople(roomId: string) {
      const room = client.getRoom(roomId)
      return room === null ? undefined : openPeople(client, room)
    },
  }
}

/** What one does with rooms and people, whatever else is open. */
function waysToRooms(client: MatrixClient) {
  return {
    async join(roomId: string) {
      await client.joinRoom(roomId)
    },
    async leave(roomId: string) {
      await client.leave(roomId)
    },
    actions: createRoomActions(client),
    directory: openDirectory(client),
    accountData: openAccountData(client),
    spaces: followSpaces(client),
    openTalk: (other: string) => asked(openTalk(client, other)),
  }
}

function followConnection(client: MatrixClient): Live<Connection> {
  const connection = createStore<Connection>(() => 'starting')
  client.on(ClientEvent.Sync, (state, _before, data) => {
    // What this browser kept says nothing about the server.
    if (data?.fromCache === true) return
    if (state === SyncState.Syncing || state === SyncState.Prepared) connection.setState('online', true)
    if (state === SyncState.Reconnecting || state === SyncState.Error) connection.setState('offline', true)
  })
  return connection
}

/** A network that is back is a reason to ask the server now rather than after the SDK's pause. */
function askWhenOnline(client: MatrixClient): () => void {
  const ask = (): void => void client.retryImmediately()
  window.addEventListener('online', ask)
  return () => window.removeEventListener('online', ask)
}

/** Resolves when something is there to be shown. What this browser kept may turn out to be of no use while there is no server. */
function firstAnswer(client: MatrixClient, isWarm: boolean): Promise<void> {
  return new Promise((done) => {
    const look = (state: SyncState): void => {
      if (state !== SyncState.Prepared && state !== SyncState.Syncing && !(isWarm && state === SyncState.Error)) return
      client.off(ClientEvent.Sync, look)
      done()
    }
    client.on(ClientEvent.Sync, look)
  })
}

async function openTalk(client: MatrixClient, other: string): Promise<string> {
  const talks: unknown = client.getAccountData(EventType.Direct)?.getContent()[other]
  const known = Array.isArray(talks) ? talks.find((roomId) => typeof roomId === 'string' && client.getRoom(roomId)?.getMyMembership() === 'join') : undefined
  if (typeof known === 'string') return known
  const { room_id: roomId } = await client.createRoom({
    is_direct: true,
    invite: [other],
    preset: Preset.TrustedPrivateChat,
    initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }],
  })
  const content = client.getAccountData(EventType.Direct)?.getContent() ?? {}
  await client.setAccountData(EventType.Direct, { ...content, [other]: [...(Array.isArray(talks) ? talks : []), roomId] })
  return roomId
}
