// Keys are taken from the one device that shares the code, and from nobody who is called like it or has read the message.
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi, OlmEncryptionInfo } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { beforeAll, expect, test } from 'vitest'
import type { HandOver } from './hand-over.ts'
import { giveKeys, HAND_OVER_TYPE, takeKeys } from './hand-over.ts'
import { drawCode, keysOf } from './pairing-code.ts'

const CAROL = '@carol:here'
const BUNDLE = { cross_signing: { master_key: 'm', self_signing_key: 's', user_signing_key: 'u' }, backup: undefined }
const LAPTOP = { deviceId: 'LAPTOP', deviceKey: 'laptop-key', masterKey: 'identity' }
const PHONE = { deviceId: 'PHONE', deviceKey: 'phone-key', masterKey: 'identity' }
const FROM_LAPTOP: OlmEncryptionInfo = { sender: CAROL, senderDevice: 'LAPTOP', senderCurve25519KeyBase64: 'curve of laptop-key', senderVerified: true }

let over: HandOver
let other: HandOver
beforeAll(async () => {
  over = { userId: CAROL, keys: await keysOf(drawCode('here')), giver: LAPTOP, taker: PHONE }
  other = { ...over, keys: await keysOf(drawCode('here')) }
})

/** The devices as the server tells them: their ids and Ed25519 keys. */
function device(devices: Readonly<Record<string, string>>) {
  const acts: string[] = []
  const crypto = {
    getUserDeviceInfo: () => Promise.resolve(new Map([[CAROL, new Map(Object.entries(devices).map(([id, key]) => [id, { getFingerprint: () => key, getIdentityKey: () => `curve of ${key}` }]))]])),
    crossSignDevice: (id: string) => void acts.push(`signed ${id}`),
    exportSecretsBundle: () => Promise.resolve(BUNDLE),
    importSecretsBundle: (bundle: unknown) => void acts.push(`imported ${JSON.stringify(bundle)}`),
    checkKeyBackupAndEnable: () => void acts.push('backup'),
    encryptToDeviceMessages: (type: string, [to]: { deviceId: string }[], content: object) => Promise.resolve({ batch: [{ type, to: to?.deviceId, content }] }),
  } as unknown as CryptoApi
  const sent: { type: string; to: string; content: Record<string, unknown> }[] = []
  const client = { queueToDevice: ({ batch }: { batch: typeof sent }) => void sent.push(...batch) } as unknown as MatrixClient
  return { acts, crypto, client, sent }
}

const BOTH = { LAPTOP: 'laptop-key', PHONE: 'phone-key' }

async function given(by = over, hasKeys = true): Promise<Record<string, unknown>> {
  const laptop = device(BOTH)
  await giveKeys(laptop, by, hasKeys)
  expect(laptop.sent.map(({ type, to }) => [type, to])).toEqual([[HAND_OVER_TYPE, 'PHONE']])
  return laptop.sent[0]?.content ?? {}
}

test('the laptop signs the telephone and hands over its keys, which the telephone takes', async () => {
  const phone = device(BOTH)
  expect(await takeKeys(phone.crypto, { ...over, giver: undefined }, { content: await given(), encryptionInfo: FROM_LAPTOP })).toBe('taken')
  expect(phone.acts).toEqual([`imported ${JSON.stringify({ cross_signing: BUNDLE.cross_signing })}`, 'backup'])
})

test('a laptop without keys says so, and signs nothing', async () => {
  const phone = device(BOTH)
  expect(await takeKeys(phone.crypto, over, { content: await given(over, false), encryptionInfo: FROM_LAPTOP })).toBe('none')
  expect(phone.acts).toEqual([])
})

test('a telephone whose keys were changed by the server since the code was read is not signed and gets nothing', async () => {
  const laptop = device({ ...BOTH, PHONE: 'another-key' })
  await expect(giveKeys(laptop, over, true)).rejects.toThrow('has not the key')
  expect([laptop.acts, laptop.sent]).toEqual([[], []])
})

test('keys that somebody else sends are not taken', async () => {
  const content = await given()
  const cases: [string, Record<string, unknown>, OlmEncryptionInfo | null, Readonly<Record<string, string>>?][] = [
    ['in the clear', content, null],
    ['by another account', content, { ...FROM_LAPTOP, sender: '@mallory:here' }],
    ['by another device', content, { ...FROM_LAPTOP, senderDevice: 'TABLET' }],
    ['through a channel of another key', content, { ...FROM_LAPTOP, senderCurve25519KeyBase64: 'curve of mallory-key' }],
    ['by a device of that name with another key', content, FROM_LAPTOP, { ...BOTH, LAPTOP: 'mallory-key' }],
    ['under another code', await given(other), FROM_LAPTOP],
    ['changed on the way', { ...content, secrets: String(content['secrets']).replace('"m"', '"x"') }, FROM_LAPTOP],
    ['said to be none', { ...content, secrets: '' }, FROM_LAPTOP],
    ['as of another key', { ...content, from_key: 'mallory-key' }, FROM_LAPTOP],
    ['meant for another device', await given({ ...over, taker: { ...PHONE, deviceKey: 'tablet-key' } }).catch(() => ({})), FROM_LAPTOP],
    ['without a proof', { ...content, proof: undefined }, FROM_LAPTOP],
    ['of any other shape', { secrets: 4, proof: [], from_device: {} }, FROM_LAPTOP],
  ]
  for (const [what, said, encryptionInfo, devices = BOTH] of cases) {
    const phone = device(devices)
    expect([what, await takeKeys(phone.crypto, { ...over, giver: undefined }, { content: said, encryptionInfo })]).toEqual([what, 'forged'])
    expect([what, phone.acts]).toEqual([what, []])
  }
  // Where the telephone has read the code of the laptop, it is from that one alone.
  const phone = device(BOTH)
  expect(await takeKeys(phone.crypto, { ...over, giver: { ...LAPTOP, deviceId: 'TABLET' } }, { content, encryptionInfo: FROM_LAPTOP })).toBe('forged')
})
