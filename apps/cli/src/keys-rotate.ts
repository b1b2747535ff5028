// `chappe keys rotate`.
import { randomBytes } from 'node:crypto'
import { rotateSigningKey, signingKeyPathOf } from '@chappe/homeserver/signing-keys'

import { readConfig } from './config-commands.ts'
import type { SourceOptions } from './config-commands.ts'

/** Makes a new signing key and says which. */
export function rotateKeys(options: SourceOptions): void {
  const path = signingKeyPathOf(readConfig(options))
  const keys = rotateSigningKey(path, {
    clock: { now: () => Date.now() },
    random: { bytes: (count) => randomBytes(count), text: (count) => randomBytes(count).toString('base64url').slice(0, count) },
  })
  console.log(`${keys.current.keyId} signs from the server's next start on; ${keys.old[0]?.keyId ?? 'none'} is kept as expired (${path})`)
}
