// Devices with real keys, for stories about encryption.
import { generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { canonicalJson } from '@chappe/core'
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { PASSWORD, createPerson, request } from '@chappe/testkit'

/** An Ed25519 key pair. */
export interface SigningKey {
  publicKey: string
  privateKey: KeyObject
}

/** Makes a key pair; the public key in unpadded base64. */
export function signingKey(): SigningKey {
  const pair = generateKeyPairSync('ed25519')
  const { x } = pair.publicKey.export({ format: 'jwk' })
  const publicKey = Buffer.from(x ?? '', 'base64url').toString('base64').replaceAll('=', '')
  return { publicKey, privateKey: pair.privateKey }
}

/** The object with a signature added, as clients sign JSON. */
export function signed(object: Json, userId: string, keyId: string, key: SigningKey): Json {
  const { signatures, unsigned: _, ...rest } = object
  const signature = sign(null, Buffer.from(canonicalJson(rest)), key.privateKey).toString('base64').replaceAll('=', '')
  const mine = { ...signatures?.[userId], [keyId]: signature }
  return { ...object, signatures: { ...signatures, [userId]: mine } }
}

/** The identity keys of a person's device, signed by itself. */
export function deviceKeys(person: Pick<Person, 'userId' | 'deviceId'>, key: SigningKey = signingKey()): Json {
  const { userId, deviceId } = person
  const keys = { [`curve25519:${deviceId}`]: 'c3VyZSB0aGlzIGlzIGEga2V5', [`ed25519:${deviceId}`]: key.publicKey }
  const algorithms = ['m.olm.v1.curve25519-aes-sha2', 'm.megolm.v1.aes-sha2']
  return signed({ user_id: userId, device_id: deviceId, algorithms, keys }, userId, `ed25519:${deviceId}`, key)
}

/** A signed one-time key object; the signature is for show. */
export function oneTimeKey(person: Person, key: string): Json {
  return { key, signatures: { [person.userId]: { [`ed25519:${person.deviceId}`]: `signature of ${key}` } } }
}

/** One-time keys `signed_curve25519:<first>` and on. */
export function oneTimeKeys(person: Person, ids: readonly string[]): Json {
  return Object.fromEntries(ids.map((id) => [`signed_curve25519:${id}`, oneTimeKey(person, `key ${id}`)]))
}

/** A set of cross-signing keys as they are uploaded, and the keys to sign with. */
export function crossSigningKeys({ userId }: Pick<Person, 'userId'>) {
  const [master, selfSigning, userSigning] = [signingKey(), signingKey(), signingKey()]
  const object = (usage: string, key: SigningKey) => ({
    user_id: userId,
    usage: [usage],
    keys: { [`ed25519:${key.publicKey}`]: key.publicKey },
  })
  const byMaster = (value: Json) => signed(value, userId, `ed25519:${master.publicKey}`, master)
  const upload = {
    master_key: object('master', master),
    self_signing_key: byMaster(object('self_signing', selfSigning)),
    user_signing_key: byMaster(object('user_signing', userSigning)),
  }
  return { master, selfSigning, userSigning, upload }
}

/** A further device of somebody, signed in with their password. */
export async function anotherDevice(chappe: TestServer<Server>, person: Person, deviceId: string): Promise<Person> {
  const identifier = { type: 'm.id.user', user: person.userId }
  const body = { type: 'm.login.password', identifier, password: PASSWORD, device_id: deviceId }
  const login = await request(chappe.url, 'POST', '/_matrix/client/v3/login', { body })
  if (login.status !== 200) throw new Error(`${person.userId} could not log in: ${JSON.stringify(login.body)}`)
  return createPerson(() => chappe.url, login.body)
}

/** The number of a device in the database. */
export async function deviceNidOf(chappe: TestServer<Server>, person: Person): Promise<number> {
  const rows = await chappe.database.query(
    'SELECT device_nid FROM device JOIN account USING (user_nid) WHERE user_id = $1 AND device_id = $2',
    [person.userId, person.deviceId],
  )
  return Number(rows[0]?.['device_nid'])
}

/** What the ledger holds of one operation. */
export async function readsOf(chappe: TestServer<Server>, operation: string): Promise<Json[]> {
  const found: Json[] = []
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) if (row.operation === operation) found.push(row)
  return found
}
