// A passkey without a browser: makes and signs what WebAuthn asks for, as a well-behaved authenticator would.
// https://www.w3.org/TR/webauthn-3/
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a page asks for; `create` has an rp, `get` an rpId. */
export interface PasskeyOptions {
  challenge: string
  rpId?: string
  rp?: { id: string }
  allowCredentials?: { id: string }[]
}

/** What a test may bend. */
export interface Bent {
  /** The origin of the page the browser believes to be on. */
  origin?: string
  /** False: nobody's finger, face or PIN was seen. */
  isVerified?: boolean
  counter?: number
  /** A provider keeps the passkey beside the authenticator. */
  isSynced?: boolean
  rpId?: string
}

/** One passkey. Answers are JSON text, as a page sends them. */
export interface Authenticator {
  credentialId: string
  create(options: PasskeyOptions, bent?: Bent): string
  get(options: PasskeyOptions, bent?: Bent): string
}

/** Makes a passkey for pages of an origin. */
export function createAuthenticator(origin: string): Authenticator {
  const id = randomBytes(32)
  const credentialId = id.toString('base64url')
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let uses = 0

  function clientData(type: string, { challenge }: PasskeyOptions, bent: Bent): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: bent.origin ?? origin, crossOrigin: false }))
  }
  function authData(rpId: string, bent: Bent, attested: Buffer): Buffer {
    uses += 1
    const head = Buffer.alloc(37)
    createHash('sha256').update(bent.rpId ?? rpId).digest().copy(head)
    head[32] = 0x01 | (bent.isVerified === false ? 0 : 0x04) | (bent.isSynced === true ? 0x18 : 0) | (attested.byteLength > 0 ? 0x40 : 0)
    head.writeUInt32BE(bent.counter ?? uses, 33)
    return Buffer.concat([head, attested])
  }
  const answer = (response: Record<string, unknown>): string =>
    JSON.stringify({ id: credentialId, rawId: credentialId, type: 'public-key', clientExtensionResults: {}, response })

  return {
    credentialId,
    create(options, bent = {}) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.byteLength)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKeyOf(publicKey.export({ format: 'jwk' }))])
      const data = authData(options.rp?.id ?? '', bent, attested)
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(data),
      ])
      return answer({
        clientDataJSON: clientData('webauthn.create', options, bent).toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      })
    },
    get(options, bent = {}) {
      const client = clientData('webauthn.get', options, bent)
      const data = authData(options.rpId ?? '', bent, Buffer.alloc(0))
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
      })
    },
  }
}

/** EC2, ES256, P-256. */
function coseKeyOf(jwk: { x?: string; y?: string }): Buffer {
  const coordinate = (text = ''): Buffer => cborBytes(Buffer.from(text, 'base64url'))
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), coordinate(jwk.x), Buffer.from([0x22]), coordinate(jwk.y)])
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 | text.length]), Buffer.from(text)])
}

function cborBytes(bytes: Buffer): Buffer {
  if (bytes.byteLength < 256) return Buffer.concat([Buffer.from([0x58, bytes.byteLength]), bytes])
  const head = Buffer.from([0x59, 0, 0])
  head.writeUInt16BE(bytes.byteLength, 1)
  return Buffer.concat([head, bytes])
}
