// Keys are kept as the text that their signatures sign: canonical JSON without `signatures` and `unsigned`.
// https://spec.matrix.org/v1.19/appendices/#signing-json
import { createPublicKey, verify } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import { JsonError, canonicalJson } from '@chappe/core'

/** User id -> key id -> signature. */
export type Signatures = Record<string, Record<string, string>>

/** A key in the form in which it is stored. */
export interface SignedJson {
  /** What the signatures sign. */
  body: string
  signatures: Signatures
}

/** No key with its signatures is longer than this, in UTF-16 units. */
const MAX_KEY_LENGTH = 32_768

/**
 * Takes an uploaded key apart. Throws M_BAD_JSON where it has no canonical form (floats), since nobody could check
 * its signatures, and M_TOO_LARGE.
 */
export function takeApart(value: object & { signatures?: Signatures | undefined }): SignedJson {
  const { signatures, ...rest } = value
  if ('unsigned' in rest) delete rest.unsigned
  const body = canonicalText(rest)
  return { body, signatures: signatures ?? {} }
}

/** Canonical JSON of something uploaded. Throws as `takeApart` does. */
export function canonicalText(value: unknown): string {
  let text: string
  try {
    text = canonicalJson(value)
  } catch (error) {
    if (error instanceof JsonError) throw new MatrixError('M_BAD_JSON', { message: error.message, cause: error })
    throw error
  }
  if (text.length > MAX_KEY_LENGTH) throw new MatrixError('M_TOO_LARGE')
  return text
}

/** The JSON text of a stored key. `members` are further members as JSON text, each with a leading comma. */
export function putTogether(body: string, signatures: string, members = ''): string {
  return `${body.slice(0, -1)},"signatures":${signatures}${members}}`
}

/** Whether `signature` over `body` is by the Ed25519 `publicKey`, both in base64. Anything malformed is not. */
export function isSignedBy(body: string, signature: string, publicKey: string): boolean {
  try {
    const x = Buffer.from(publicKey, 'base64').toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, Buffer.from(body), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
