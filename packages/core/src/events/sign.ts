// Signatures over JSON and over events.
// https://spec.matrix.org/v1.19/appendices/#signing-json
// https://spec.matrix.org/v1.19/server-server-api/#signing-events
import type { CoreCrypto } from '../crypto/crypto.ts'
import { domainOf } from '../ids/ids.ts'
import { canonicalJson, isJsonObject } from '../json/canonical.ts'
import { JsonError } from '../json/json-error.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { signableText } from './hash.ts'
import type { Pdu } from './pdu.ts'

/** Who signs, and with what. */
export interface SigningKey {
  /** The server name, or the user id for cross-signing keys. */
  entity: string
  /** Algorithm and name, such as `ed25519:1`. */
  keyId: string
  /** The 32 bytes the key is made from. */
  seed: Uint8Array
}

/** Whose signature is looked for, and the key it must be made with. */
export interface VerifyKey {
  entity: string
  keyId: string
  /** Unpadded base64. */
  publicKey: string
}

/** Signatures by entity and key id. */
export type Signatures = Record<string, Record<string, string>>

/**
 * A copy of `object` with one more signature. `unsigned` is not covered and stays as it is.
 *
 * @throws JsonError where the object has no canonical form.
 */
export function signJson<T extends object>(
  object: T,
  key: SigningKey,
  crypto: CoreCrypto,
): T & { signatures: Signatures } {
  const signature = crypto.sign(unsignedText(object), key.seed)
  return { ...object, signatures: withSignature(object, key, signature) }
}

/** Whether `object` bears a valid signature of that entity with that key; false for anything malformed. */
export function verifyJson(object: object, key: VerifyKey, crypto: CoreCrypto): boolean {
  const signature = signatureOf(object, key)
  return signature !== undefined && verifies(() => unsignedText(object), signature, { key, crypto })
}

/**
 * A copy of the event with one more signature, over its redacted form.
 *
 * @throws JsonError where the event has no canonical form.
 */
export function signPdu(pdu: Pdu, rules: RoomVersionRules, key: SigningKey, crypto: CoreCrypto): Pdu {
  const signature = crypto.sign(signableText(pdu, rules), key.seed)
  return { ...pdu, signatures: withSignature(pdu, key, signature) }
}

/** Whether the event bears a valid signature of that server with that key; false for anything malformed. */
export function verifyPduSignature(pdu: Pdu, rules: RoomVersionRules, key: VerifyKey, crypto: CoreCrypto): boolean {
  const signature = signatureOf(pdu, key)
  return signature !== undefined && verifies(() => signableText(pdu, rules), signature, { key, crypto })
}

/**
 * The servers whose signatures an event must bear to be accepted from outside.
 * https://spec.matrix.org/v1.19/server-server-api/#validating-hashes-and-signatures-on-received-events
 */
export function requiredSigners(pdu: Pdu, rules: RoomVersionRules): string[] {
  const signers = new Set<string>()
  // "The sender's server, unless the invite was created as a result of 3rd party invite. The sender must already match
  // the 3rd party invite, and the server which actually sends the event may be a different server."
  if (!isThirdPartyInvite(pdu)) addDomain(signers, pdu.sender)
  // "For room versions 1 and 2, the server which created the event_id."
  if (rules.eventIdFormat === 'server') addDomain(signers, pdu.event_id)
  // v8: "If the event is not validly signed by the homeserver of the user ID denoted by the key, reject."
  if (rules.restrictedJoins && pdu.type === 'm.room.member') {
    const authoriser = pdu.content.join_authorised_via_users_server
    if (pdu.content.membership === 'join' && typeof authoriser === 'string') addDomain(signers, authoriser)
  }
  return [...signers]
}

function isThirdPartyInvite(pdu: Pdu): boolean {
  return (
    pdu.type === 'm.room.member' &&
    pdu.content.membership === 'invite' &&
    pdu.content.third_party_invite !== undefined
  )
}

function addDomain(signers: Set<string>, id: string | undefined): void {
  const domain = id === undefined ? undefined : domainOf(id)
  if (domain !== undefined) signers.add(domain)
}

function unsignedText(object: object): string {
  const { signatures: _signatures, unsigned: _unsigned, ...rest }: { signatures?: unknown; unsigned?: unknown } = object
  return canonicalJson(rest)
}

/** The text is made inside, so that a value without canonical form is one that nobody signed. */
function verifies(text: () => string, signature: string, by: { key: VerifyKey; crypto: CoreCrypto }): boolean {
  try {
    return by.crypto.verify(text(), signature, by.key.publicKey)
  } catch (error) {
    if (error instanceof JsonError) return false
    throw error
  }
}

function withSignature(object: object, key: SigningKey, signature: string): Signatures {
  const all: Signatures = {}
  for (const [entity, byKey] of Object.entries(signaturesOf(object))) {
    if (isJsonObject(byKey)) define(all, entity, onlyTexts(byKey))
  }
  const own = Object.hasOwn(all, key.entity) ? all[key.entity] : {}
  define(all, key.entity, { ...own, [key.keyId]: signature })
  return all
}

function onlyTexts(byKey: JsonObject): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [keyId, value] of Object.entries(byKey)) {
    if (typeof value === 'string') define(texts, keyId, value)
  }
  return texts
}

/** Sets an own property whatever its name: a server cannot be called `__proto__`, but a message may say so. */
function define<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}

function signaturesOf(object: object): Record<string, JsonValue | undefined> {
  const signatures = 'signatures' in object ? object.signatures : undefined
  return isJsonObject(signatures) ? signatures : {}
}

function signatureOf(object: object, key: VerifyKey): string | undefined {
  if (!key.keyId.startsWith('ed25519:')) return undefined
  const signatures = signaturesOf(object)
  const byKey = Object.hasOwn(signatures, key.entity) ? signatures[key.entity] : undefined
  if (!isJsonObject(byKey) || !Object.hasOwn(byKey, key.keyId)) return undefined
  const signature = byKey[key.keyId]
  return typeof signature === 'string' ? signature : undefined
}
