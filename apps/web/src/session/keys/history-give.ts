// Hands the keys of what was said before to a colleague who has just come into a room and whose device asks for them, where the
// room shows newcomers what was said. One after the other, and to nobody twice in a while.
// docs/decisions/0118-hand-the-past-to-who-comes-in-uninvited.md
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent } from 'matrix-js-sdk'
import type { CryptoApi, OlmEncryptionInfo } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { Live } from '../../live.ts'
import { recordOf, textOf } from '../own-api.ts'
import type { HistoryCalls } from './history-calls.ts'
import { ASK_TYPE, ASKED_FOR_MS, cameInto } from './history-calls.ts'
import type { KeyState } from './key-state.ts'

/** What it is made over. */
export interface GivingParts {
  client: MatrixClient
  crypto: CryptoApi
  keyState: Live<KeyState>
  calls: Pick<HistoryCalls, 'give'>
  now(): number
  /** Resolves after so long. */
  wait(ms: number): Promise<void>
}

const WAITING_MAX = 20
/** A device that asks again was signed in anew, or its owner came in again. */
const AGAIN_AFTER_MS = 10 * 60_000
const GIVEN_MAX = 200
const LOOKS = 6
const LOOK_MS = 1_000

/** Begins to; gives back what ends it. */
export function giveHistory({ client, crypto, keyState, calls, now, wait }: GivingParts): () => void {
  const given = new Map<string, number>()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  async function answer(roomId: string, asking: Asking): Promise<void> {
    const key = `${roomId} ${asking.userId}`
    const isAgain = now() - (given.get(key) ?? -Infinity) < AGAIN_AFTER_MS
    if (isAgain || keyState.getState().kind !== 'ready' || client.getRoom(roomId) === null || !(await isSigned(crypto, asking))) return
    // What a device is sent comes before what is said in rooms: that somebody has come in may be heard of a moment later.
    for (let looks = 1; !mayHave(client, roomId, { userId: asking.userId, nowMs: now() }); looks += 1) {
      if (looks === LOOKS) return
      await wait(LOOK_MS)
    }
    given.set(key, now())
    if (given.size > GIVEN_MAX) given.delete([...given.keys()][0] ?? '')
    await calls.give(roomId, asking.userId)
  }

  const onMessage = ({ message, encryptionInfo: info }: { message: { type: string; content: unknown }; encryptionInfo: OlmEncryptionInfo | null }): void => {
    if (message.type !== ASK_TYPE || info?.senderDevice === undefined || waiting >= WAITING_MAX) return
    const roomId = textOf(recordOf(message.content)['room_id'])
    const asking = { userId: info.sender, deviceId: info.senderDevice, key: info.senderCurve25519KeyBase64 }
    waiting += 1
    last = last
      .then(() => answer(roomId, asking))
      .catch(() => undefined)
      .finally(() => (waiting -= 1))
  }
  client.on(ClientEvent.ReceivedToDeviceMessage, onMessage)
  return () => void client.off(ClientEvent.ReceivedToDeviceMessage, onMessage)
}

/** A device that asks, by the key that the message came under. */
interface Asking {
  userId: string
  deviceId: string
  key: string | undefined
}

/** Whether somebody has just come into a room of ours in which newcomers see what was said before. */
function mayHave(client: MatrixClient, roomId: string, { userId, nowMs }: { userId: string; nowMs: number }): boolean {
  const room = client.getRoom(roomId)
  if (room === null || room.getMyMembership() !== 'join' || userId === client.getUserId()) return false
  const came = cameInto(room, userId)
  return came !== undefined && nowMs - came.atMs < ASKED_FOR_MS
}

/** Whether the device is one that its owner has signed. */
async function isSigned(crypto: CryptoApi, { userId, deviceId, key }: Asking): Promise<boolean> {
  const device = (await crypto.getUserDeviceInfo([userId], true)).get(userId)?.get(deviceId)
  if (device === undefined || device.getIdentityKey() !== key) return false
  return (await crypto.getDeviceVerificationStatus(userId, deviceId))?.signedByOwner === true
}
