// The keys of an account in this browser: where it stands with them, and what leads on. Nothing here asks by itself: a state
// is shown, and its one action is the person's.
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { ClientEvent, SyncState } from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { CryptoEvent, OnlySignedDevicesIsolationMode } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { DevicesBefore } from '../kept/apart.ts'
import type { Backlog } from './backlog.ts'
import { createBacklog } from './backlog.ts'
import { askForHistory, openHistoryStore } from './history-ask.ts'
import { createHistoryCalls } from './history-calls.ts'
import { giveHistory } from './history-give.ts'
import type { KeyState } from './key-state.ts'
import { createLook } from './look.ts'
import type { OwnDevices } from './own-devices.ts'
import { followOwnDevices } from './own-devices.ts'
import type { Pairing } from './pairing.ts'
import { createPairing } from './pairing.ts'
import { retryUnreadable } from './retry.ts'
import type { Secrets } from './secrets.ts'
import { createSecrets } from './secrets.ts'
import { takeKeysOver } from './take-over.ts'
import type { Vault } from './vault.ts'
import type { Verifications } from './verifications.ts'
import { followVerifications } from './verifications.ts'

/** The keys of an account in this browser. */
export interface Keys {
  readonly state: Live<KeyState>
  readonly secrets: Secrets
  readonly devices: OwnDevices
  readonly verifications: Verifications
  readonly pairing: Pairing
  readonly backlog: Backlog
  /** Looks at everything anew. */
  check(): Promise<void>
  stop(): void
}

/** How soon after something has changed it is looked at: one change of many parts is one look. */
const SETTLE_MS = 250
/** How often a device that waits for somebody else looks whether they have acted. */
const POLL_MS = 8_000
const ASKING: ReadonlySet<string> = new Set(['asked', 'choosing', 'emoji', 'scanned', 'working'])
/** Account data whose change means that keys were made or mended elsewhere. */
const SECRET_TYPES = /^(?:m\.secret_storage\.|m\.cross_signing\.|m\.megolm_backup\.|org\.chappe\.passkey_wrappings$)/

/** A device that its owner has not signed gets no keys, and nothing it says is believed (MSC4153). Before the first sync. */
export function leaveUnsignedOut(client: MatrixClient): void {
  client.getCrypto()?.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode())
}

/** Begins to follow the keys of a client that has its crypto and is started. */
export function openKeys({ client, signedIn, vault, before }: { client: MatrixClient; signedIn: SignedIn; vault: Vault; before: DevicesBefore }): Keys {
  const crypto = client.getCrypto()
  if (crypto === undefined) throw new Error('the client was opened without encryption')
  const state = createStore<KeyState>(() => ({ kind: 'checking' }))
  const verifications = followVerifications(client, crypto)
  const look = createLook({ client, crypto, signedIn }, state, () => ASKING.has(verifications.state.getState()?.step.kind ?? ''))
  const devices = followOwnDevices({ client, crypto, signedIn })
  const onOpened = (): void => retryUnreadable(client)
  const secrets = createSecrets({ client, crypto, signedIn, vault, look, onOpened })
  const takeOver = takeKeysOver({ client, crypto, keyState: state, before })
  const backlog = createBacklog(client, crypto, takeOver)
  const pairing = createPairing({ client, crypto, signedIn, look, keyState: state, onOpened, backlog })
  const stopHistory = shareHistory(client, crypto, state)
  const unfollow = followChanges(client, { state, verifications, look: look.check })
  return {
    state,
    secrets,
    devices,
    verifications,
    pairing,
    backlog,
    check: look.check,
    stop() {
      unfollow()
      devices.stop()
      verifications.stop()
      pairing.stop()
      takeOver.stop()
      stopHistory()
      vault.empty()
    },
  }
}

/** Asks for the keys of the past where this account comes in, and hands them to who comes in here. */
function shareHistory(client: MatrixClient, crypto: CryptoApi, keyState: Live<KeyState>): () => void {
  const calls = createHistoryCalls(client, crypto)
  const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
  const parts = { client, crypto, keyState, calls, now: Date.now, wait }
  const ends = [giveHistory(parts), askForHistory({ ...parts, store: openHistoryStore() })]
  return () => ends.forEach((end) => end())
}

/** Has everything looked at anew when something of it may have changed; gives back what ends that. */
function followChanges(client: MatrixClient, { state, verifications, look }: { state: Live<KeyState>; verifications: Verifications; look(): Promise<void> }): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), SETTLE_MS)
  }
  const onAccountData = (event: MatrixEvent): void => {
    if (SECRET_TYPES.test(event.getType())) soon()
  }
  const onSync = (now: SyncState, before: SyncState | null): void => {
    const isBack = now === SyncState.Prepared || (now === SyncState.Syncing && before !== SyncState.Syncing)
    if (isBack) soon()
  }
  const onKeys = (): void => {
    retryUnreadable(client)
    soon()
  }
  const onFocus = (): void => {
    if (state.getState().kind !== 'ready') soon()
  }
  const polling = setInterval(() => {
    const { kind } = state.getState()
    if (kind === 'probation' || kind === 'asking') soon()
  }, POLL_MS)
  client.on(ClientEvent.AccountData, onAccountData)
  client.on(ClientEvent.Sync, onSync)
  client.on(CryptoEvent.KeysChanged, soon)
  client.on(CryptoEvent.KeyBackupStatus, soon)
  client.on(CryptoEvent.KeyBackupDecryptionKeyCached, onKeys)
  window.addEventListener('focus', onFocus)
  const unsubscribe = verifications.state.subscribe((now, before) => {
    if (now?.step.kind !== before?.step.kind) soon()
  })
  soon()
  return () => {
    clearTimeout(timer)
    clearInterval(polling)
    unsubscribe()
    window.removeEventListener('focus', onFocus)
    client.off(ClientEvent.AccountData, onAccountData)
    client.off(ClientEvent.Sync, onSync)
    client.off(CryptoEvent.KeysChanged, soon)
    client.off(CryptoEvent.KeyBackupStatus, soon)
    client.off(CryptoEvent.KeyBackupDecryptionKeyCached, onKeys)
  }
}
