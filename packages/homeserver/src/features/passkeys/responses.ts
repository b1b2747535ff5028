// What a browser sends of a passkey, parsed and bounded, before any of it is believed.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Id = Type.String({ minLength: 1, maxLength: 1400, pattern: '^[A-Za-z0-9_-]+$' })
const Bytes = Type.String({ minLength: 1, maxLength: 8192, pattern: '^[A-Za-z0-9_-]+$' })

const common = {
  id: Id,
  rawId: Id,
  type: Type.Literal('public-key'),
  authenticatorAttachment: Type.Optional(Type.Union([Type.Literal('platform'), Type.Literal('cross-platform')])),
}

const registration = Compile(
  Type.Object({
    ...common,
    response: Type.Object({
      clientDataJSON: Bytes,
      attestationObject: Bytes,
      transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 8 })),
    }),
  }),
)

const assertion = Compile(
  Type.Object({
    ...common,
    response: Type.Object({
      clientDataJSON: Bytes,
      authenticatorData: Bytes,
      signature: Bytes,
      userHandle: Type.Optional(Id),
    }),
  }),
)

type Bare = string | Uint8Array<ArrayBuffer> | Map<string, string>

/** The answer of a new passkey; nothing where it has another shape. */
export function registrationOf(text: string): RegistrationResponseJSON | undefined {
  const value = jsonOf(text)
  if (!registration.Check(value)) return undefined
  const { id, rawId, type, response } = value
  const attestationObject = withoutAttestation(response.attestationObject)
  if (attestationObject === undefined) return undefined
  return {
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: { clientDataJSON: response.clientDataJSON, attestationObject },
  }
}

/** The transports a browser names, for finding the authenticator again. */
export function transportsOf(text: string): string[] {
  const value = jsonOf(text)
  const known = ['ble', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']
  return registration.Check(value) ? (value.response.transports ?? []).filter((each) => known.includes(each)) : []
}

/** The answer of a passkey that there is; nothing where it has another shape. */
export function assertionOf(text: string): AuthenticationResponseJSON | undefined {
  const value = jsonOf(text)
  if (!assertion.Check(value)) return undefined
  const { id, rawId, type, response } = value
  return { id, rawId, type, clientExtensionResults: {}, response }
}

/** The challenge that an answer says it signed. */
export function challengeOf(response: { response: { clientDataJSON: string } }): string {
  const data = jsonOf(Buffer.from(response.response.clientDataJSON, 'base64url').toString('utf8'))
  const challenge = typeof data === 'object' && data !== null && 'challenge' in data ? data.challenge : undefined
  return typeof challenge === 'string' ? challenge.slice(0, 128) : ''
}

/**
 * Who made an authenticator is neither asked nor looked at: what says so is left out, since checking it could make the
 * server fetch lists of revoked certificates from addresses that the sender names.
 */
function withoutAttestation(attestationObject: string): string | undefined {
  try {
    const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData')
    const bare = new Map<string, Bare>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', authData],
    ])
    return isoBase64URL.fromBuffer(isoCBOR.encode(bare))
  } catch {
    return undefined
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
