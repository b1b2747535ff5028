// Handing the keys of an account from a device that is in to one that was just let in: encrypted to the very device whose key
// stood under the code, and proved under the code, so that it is believed from nobody else.
// https://spec.matrix.org/v1.19/client-server-api/#send-to-device-messaging
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi, OlmEncryptionInfo } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { recordOf, textOf } from '../own-api.ts'
import type { Claim } from './pairing-calls.ts'
import type { PairingKeys } from './pairing-code.ts'
import { isProved, prove } from './pairing-code.ts'
import { toBytes } from './wrappings.ts'

/** The type of the message in which keys are handed over. */
export const HAND_OVER_TYPE = 'org.chappe.pairing.secrets'

/** A device, with the keys that it was found to have. */
export interface KnownDevice extends Claim {
  deviceId: string
}

/** The two devices between which keys are handed over, under which code. */
export interface HandOver {
  userId: string
  keys: PairingKeys
  /** The device that is in. */
  giver: KnownDevice
  /** The device that was let in. */
  taker: KnownDevice
}

/** The same for the taker, which may have shown the code and not know by whom it was read. */
export type Awaited = Omit<HandOver, 'giver'> & { giver: KnownDevice | undefined }

type Bundle = Parameters<NonNullable<CryptoApi['importSecretsBundle']>>[0]

const HANDED_OVER = 'keys are handed over'
const BUNDLE_CHARS_MAX = 20_000
const LOOKS = 20
const LOOK_MS = 500

/** The Ed25519 key by which this device knows another one of the account; empty where it knows none after some seconds. */
export async function findDeviceKey(crypto: CryptoApi, userId: string, deviceId: string): Promise<string> {
  // A device that has just signed in is told of by the next sync.
  for (let round = 0; round < LOOKS; round += 1) {
    const key = (await crypto.getUserDeviceInfo([userId], true)).get(userId)?.get(deviceId)?.getFingerprint()
    if (key !== undefined) return key
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return ''
}

/** Signs the device that was let in, and hands it the keys; without any of its own, tells it that there are none. */
export async function giveKeys({ client, crypto }: { client: MatrixClient; crypto: CryptoApi }, over: HandOver, hasKeys: boolean): Promise<void> {
  const { userId, giver, taker } = over
  const assertSame = async (): Promise<void> => {
    if ((await findDeviceKey(crypto, userId, taker.deviceId)) !== taker.deviceKey) throw new Error('the device has not the key that stood under the code')
  }
  await assertSame()
  if (hasKeys) await crypto.crossSignDevice(taker.deviceId)
  const secrets = hasKeys ? JSON.stringify(await crypto.exportSecretsBundle?.()) : ''
  const content = { from_device: giver.deviceId, from_key: giver.deviceKey, secrets, proof: await prove(over.keys, HANDED_OVER, saidBy(over, secrets)) }
  const batch = await crypto.encryptToDeviceMessages(HAND_OVER_TYPE, [{ userId, deviceId: taker.deviceId }], content)
  if (batch.batch.length === 0) throw new Error('nothing could be encrypted to the device')
  await assertSame()
  await client.queueToDevice(batch)
}

/** What became of keys that came. `forged`: not from the device that the code is shared with, or not as it sent them. */
export type Taken = 'taken' | 'none' | 'forged'

/** Takes keys that came in a message of `HAND_OVER_TYPE`, if it is the one that is waited for. */
export async function takeKeys(crypto: CryptoApi, awaited: Awaited, message: { content: unknown; encryptionInfo: OlmEncryptionInfo | null }): Promise<Taken> {
  const { userId, taker } = awaited
  const { encryptionInfo: info } = message
  const content = recordOf(message.content)
  const secrets = textOf(content['secrets'])
  // Both know the account by the same identity: the giver has compared.
  const giver: KnownDevice = { deviceId: textOf(content['from_device']), deviceKey: textOf(content['from_key']), masterKey: taker.masterKey }
  const isOther = awaited.giver !== undefined && (awaited.giver.deviceId !== giver.deviceId || awaited.giver.deviceKey !== giver.deviceKey)
  if (isOther || info === null || info.sender !== userId || info.senderDevice !== giver.deviceId || secrets.length > BUNDLE_CHARS_MAX) return 'forged'
  if (!(await isProved(awaited.keys, HANDED_OVER, saidBy({ ...awaited, giver }, secrets), toBytes(content['proof'])))) return 'forged'
  // The key beneath the channel is that of the device that is named under the code, and not one that is called like it.
  const device = (await crypto.getUserDeviceInfo([userId], true)).get(userId)?.get(giver.deviceId)
  if (device?.getFingerprint() !== giver.deviceKey || device.getIdentityKey() !== info.senderCurve25519KeyBase64) return 'forged'
  if (secrets === '') return 'none'
  const bundle: unknown = JSON.parse(secrets)
  await crypto.importSecretsBundle?.(bundle as Bundle)
  await crypto.checkKeyBackupAndEnable()
  return 'taken'
}

function saidBy({ userId, giver, taker }: HandOver, secrets: string): string[] {
  return [userId, giver.deviceId, giver.deviceKey, giver.masterKey, taker.deviceId, taker.deviceKey, secrets]
}
