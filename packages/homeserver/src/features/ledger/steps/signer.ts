// Signs texts of the ledger's own, with its key.
import type { NoteVerifier } from '@chappe/ledger'
import { makeVerifier, printNote } from '@chappe/ledger'
import type { SigningKey } from '../../../signing-keys.ts'
import { ledgerPlatform, signEd25519 } from '../platform.ts'

/** The key of the ledger. */
export type LedgerKey = Pick<SigningKey, 'seed' | 'publicKey'>

/** Signs, and what others verify it by. */
export interface LedgerSigner {
  readonly verifier: NoteVerifier
  /** The text as a signed note. */
  sign(text: string): string
}

/** Signs for a ledger that has this name: `<server name>/ledger`. */
export function createSigner({ seed, publicKey }: LedgerKey, origin: string): LedgerSigner {
  const verifier = makeVerifier(ledgerPlatform, { name: origin, kind: 'ed25519', publicKey: new Uint8Array(Buffer.from(publicKey, 'base64')) })
  const { name, keyHash } = verifier
  return {
    verifier,
    sign: (text) => printNote(ledgerPlatform, { text, signatures: [{ name, keyHash, bytes: signEd25519(seed, ledgerPlatform.utf8.encode(text)) }] }),
  }
}
