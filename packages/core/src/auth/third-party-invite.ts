// An invitation by e-mail or telephone: the invite that redeems a token, and rule 7 for the token itself.
import type { CoreCrypto } from '../crypto/crypto.ts'
import { canonicalJson, isJsonObject } from '../json/canonical.ts'
import { JsonError } from '../json/json-error.ts'
import type { JsonObject, JsonValue } from '../json/value.ts'
import type { RoomVersionRules } from '../room-versions/rules.ts'
import { powerLevelFor, userPowerLevel } from './levels.ts'
import { reject } from './reject.ts'
import { membershipOf } from './room-facts.ts'
import type { AuthEvent, AuthRejection, AuthState } from './state.ts'

/** "7. If type is m.room.third_party_invite" (6 in versions 6 to 11) */
export function checkThirdPartyInviteEvent(
  rules: RoomVersionRules,
  event: AuthEvent,
  state: AuthState,
): AuthRejection | undefined {
  // 7.1: "Allow if and only if sender's current power level is greater than or equal to the invite level."
  const level = userPowerLevel(rules, state, event.sender)
  const needed = powerLevelFor(rules, state, 'invite')
  if (level >= needed) return undefined
  return reject('invite_power_too_low', `Inviting takes power level ${needed}, the sender has ${level}`)
}

/**
 * Signatures to try against public keys. Ours to bound: each try costs a tenth of a millisecond, an event has room for
 * a thousand of each, and a real token has one signature and two keys.
 */
const MAX_SIGNATURE_TRIES = 100

/**
 * "If content has a third_party_invite property" of an invite. The signature is checked with `crypto`; without one the
 * invite is rejected.
 */
export function checkThirdPartyInvite(
  event: AuthEvent & { state_key: string },
  state: AuthState,
  crypto: CoreCrypto | undefined,
): AuthRejection | undefined {
  // 5.4.1.1: "If target user is banned, reject."
  if (membershipOf(state, event.state_key) === 'ban') {
    return reject('invite_of_banned', `${event.state_key} is banned`)
  }
  // 5.4.1.2: "If content.third_party_invite does not have a signed property, reject."
  const invite = event.content.third_party_invite
  const signed = isJsonObject(invite) ? invite.signed : undefined
  if (!isJsonObject(signed)) return reject('third_party_invite_unsigned', 'The third-party invite has no signed part')
  // 5.4.1.3: "If signed does not have mxid and token properties, reject."
  const { mxid, token } = signed
  if (typeof mxid !== 'string' || typeof token !== 'string') {
    return reject('third_party_invite_incomplete', 'The third-party invite lacks mxid or token')
  }
  // 5.4.1.4: "If mxid does not match state_key, reject."
  if (mxid !== event.state_key) {
    return reject('third_party_invite_of_another', `The third-party invite is for ${mxid}, not for ${event.state_key}`)
  }
  // 5.4.1.5: "If there is no m.room.third_party_invite event in the current room state with state_key matching token,
  // reject."
  const given = state.get('m.room.third_party_invite', token)
  if (given === undefined) return reject('third_party_invite_unknown', 'The room has no third-party invite of this token')
  // 5.4.1.6: "If sender does not match sender of the m.room.third_party_invite, reject."
  if (given.sender !== event.sender) {
    return reject('third_party_invite_by_another', `${given.sender} made the third-party invite, not ${event.sender}`)
  }
  return checkSignatures(signed, given.content, crypto)
}

/**
 * 5.4.1.7: "If any signature in signed matches any public key in the m.room.third_party_invite event, allow."
 * 5.4.1.8: "Otherwise, reject."
 */
function checkSignatures(
  signed: JsonObject,
  given: JsonObject,
  crypto: CoreCrypto | undefined,
): AuthRejection | undefined {
  if (crypto === undefined) {
    return reject('third_party_invite_unverifiable', 'The signature of a third-party invite cannot be checked here')
  }
  const signatures = ed25519Signatures(signed.signatures)
  const keys = publicKeys(given)
  if (signatures.length * keys.length > MAX_SIGNATURE_TRIES) {
    return reject('third_party_invite_too_many_keys', 'The third-party invite has too many signatures and keys to try')
  }
  const text = signedText(signed)
  const verified =
    text !== undefined &&
    signatures.some((signature) => keys.some((publicKey) => crypto.verify(text, signature, publicKey)))
  if (verified) return undefined
  return reject('third_party_invite_bad_signature', 'No key of the third-party invite made a signature of it')
}

function ed25519Signatures(value: JsonValue | undefined): string[] {
  const found: string[] = []
  if (!isJsonObject(value)) return found
  for (const byKey of Object.values(value)) {
    if (!isJsonObject(byKey)) continue
    for (const [keyId, signature] of Object.entries(byKey)) {
      if (keyId.startsWith('ed25519:') && typeof signature === 'string') found.push(signature)
    }
  }
  return found
}

/**
 * "The public keys are in content of m.room.third_party_invite as: 1. A single public key in the public_key property.
 * 2. A list of public keys in the public_keys property."
 */
function publicKeys(content: JsonObject): string[] {
  const found = new Set<string>()
  if (typeof content.public_key === 'string') found.add(content.public_key)
  if (Array.isArray(content.public_keys)) {
    for (const item of content.public_keys) {
      if (isJsonObject(item) && typeof item.public_key === 'string') found.add(item.public_key)
    }
  }
  return [...found]
}

function signedText(signed: JsonObject): string | undefined {
  const { signatures: _signatures, unsigned: _unsigned, ...rest } = signed
  try {
    return canonicalJson(rest)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}
