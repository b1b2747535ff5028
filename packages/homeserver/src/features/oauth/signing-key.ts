// The key that signs ID tokens, in a file of its own beside the server's signing keys.
import type { JWK } from 'oidc-provider'
import type { Random } from '../../deps.ts'
import { loadPrivateKey } from '../../private-key-file.ts'

/** Reads the key, making the file where there is none. Without a path the key lives as long as the process. */
export function loadOAuthKey(path: string | undefined, random: Random): JWK {
  const { kty, crv, x, y, d } = loadPrivateKey({ path, what: 'the key of ID tokens' }, random).export({ format: 'jwk' })
  return { kty, crv, x, y, d, alg: 'ES256', use: 'sig' }
}
