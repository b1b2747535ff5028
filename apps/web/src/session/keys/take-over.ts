// Room keys that the same person's device before this one had in this browser and the backup has not. Once this device is in and
// its keys are in order they are taken over, a hundred at a time, and what the device before kept is forgotten.
// docs/decisions/0116-take-over-the-keys-of-the-device-before.md
import type { BackupDecryptionKey, OlmMachine } from '@matrix-org/matrix-sdk-crypto-wasm'
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { CryptoEvent } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { Live } from '../../live.ts'
import type { DeviceBefore, DevicesBefore } from '../kept/apart.ts'
import type { KeyState } from './key-state.ts'

/** The taking over. */
export interface TakeOver {
  /** Waits for what is being taken over, then says how many keys of devices before no backup has. */
  weigh(): Promise<number>
  stop(): void
}

/** What it is made over. */
export interface TakeOverParts {
  client: MatrixClient
  crypto: CryptoApi
  keyState: Live<KeyState>
  before: DevicesBefore
}

type RoomKeys = Parameters<CryptoApi['importRoomKeys']>[0]

/** What the machine of the device before is told once its keys are here: that they are safe. */
const ANSWER = JSON.stringify({ etag: '', count: 0 })

/** Begins to; whatever ends it in between, it goes on from there when the messenger is next open. */
export function takeKeysOver({ client, crypto, keyState, before }: TakeOverParts): TakeOver {
  let running: Promise<void> | undefined
  let isStopped = false

  async function takeAll(): Promise<void> {
    const version = await crypto.getActiveSessionBackupVersion()
    if (version === null) return
    for (const device of before.list()) {
      const isTaken = await withMachine(client, device, (machine) => takeFrom(machine, { crypto, version, isStopped: () => isStopped }))
      if (isTaken) await before.forget(device)
    }
  }

  function look(): void {
    // A device that waits, or that its owner has not signed, gets nothing.
    if (isStopped || keyState.getState().kind !== 'ready' || before.list().length === 0) return
    running ??= takeAll()
      .catch(() => undefined)
      .finally(() => (running = undefined))
  }

  const unsubscribe = keyState.subscribe(look)
  client.on(CryptoEvent.KeyBackupStatus, look)
  look()
  return {
    async weigh() {
      look()
      await running
      const counts = await Promise.all(before.list().map((device) => withMachine(client, device, countUnsaved).catch(() => 0)))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    stop() {
      isStopped = true
      unsubscribe()
      client.off(CryptoEvent.KeyBackupStatus, look)
    },
  }
}

/** Runs something over what a device before kept. It opens for the account and the device that it was made for, and for no other. */
async function withMachine<T>(client: MatrixClient, { deviceId, keyStore }: DeviceBefore, run: (machine: OlmMachine) => Promise<T>): Promise<T> {
  const { DeviceId, OlmMachine, StoreHandle, UserId } = await import('@matrix-org/matrix-sdk-crypto-wasm')
  const store = await StoreHandle.open(keyStore, undefined)
  const machine = await OlmMachine.initFromStore(new UserId(client.getSafeUserId()), new DeviceId(deviceId), store)
  try {
    return await run(machine)
  } finally {
    machine.close()
  }
}

async function countUnsaved(machine: OlmMachine): Promise<number> {
  const { total, backedUp } = await machine.roomKeyCounts()
  return total - backedUp
}

/**
 * Has the machine of the device before save its keys into a backup that is this device: encrypted for a moment to a key that nobody
 * else ever has. So it is only those that no backup has, and each is marked when it is here. Gives back whether that was all.
 */
async function takeFrom(machine: OlmMachine, { crypto, version, isStopped }: Pick<TakeOverParts, 'crypto'> & { version: string; isStopped(): boolean }): Promise<boolean> {
  const { BackupDecryptionKey } = await import('@matrix-org/matrix-sdk-crypto-wasm')
  const { backupVersion } = await machine.getBackupKeys()
  // What was saved in a backup that is no more is saved nowhere.
  if (backupVersion !== undefined && backupVersion !== version) await machine.disableBackup()
  const key = BackupDecryptionKey.createRandomKey()
  await machine.enableBackupV1(key.megolmV1PublicKey.publicKeyBase64, version)
  for (;;) {
    const request = await machine.backupRoomKeys()
    if (request === undefined) return true
    if (isStopped()) return false
    await crypto.importRoomKeys(openBatch(request.body, key))
    await machine.markRequestAsSent(request.id, request.type, ANSWER)
  }
}

/** A batch as the machine wrote it for a backup. */
interface Batch {
  rooms: Readonly<Record<string, { sessions: Readonly<Record<string, { session_data: { ephemeral: string; mac: string; ciphertext: string } }>> }>>
}

function openBatch(body: string, key: BackupDecryptionKey): RoomKeys {
  const { rooms } = JSON.parse(body) as Batch
  return Object.entries(rooms).flatMap(([roomId, { sessions }]) =>
    Object.entries(sessions).map(([sessionId, { session_data: { ephemeral, mac, ciphertext } }]) => ({
      ...(JSON.parse(key.decryptV1(ephemeral, mac, ciphertext)) as RoomKeys[number]),
      room_id: roomId,
      session_id: sessionId,
    })),
  )
}
