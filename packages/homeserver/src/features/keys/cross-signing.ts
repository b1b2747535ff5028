// Publishing cross-signing keys. https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3keysdevice_signingupload
import type { AuthData } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { Tx } from '../../db/pool.ts'
import type { Session } from '../../session.ts'
import type { StoredCrossSigningKey } from './cross-signing-store.ts'
import {
  deleteCrossSigningKey,
  listCrossSigningKeys,
  lockCrossSigning,
  upsertCrossSigningKey,
} from './cross-signing-store.ts'
import { upsertDeviceListChange } from './device-lists-store.ts'
import type { KeysContext } from './keys-deps.ts'
import type { CrossSigningUsage } from './keys-tables.ts'
import { listDeviceIds } from './keys-store.ts'
import type { Signatures } from './signed-json.ts'
import { canonicalText, isSignedBy, takeApart } from './signed-json.ts'

/** A cross-signing key as it comes. */
export interface CrossSigningKey {
  user_id: string
  usage: string[]
  keys: Record<string, string>
  signatures?: Signatures | undefined
}

/** What a user uploads. */
export interface CrossSigningUpload {
  master?: CrossSigningKey | undefined
  selfSigning?: CrossSigningKey | undefined
  userSigning?: CrossSigningKey | undefined
  /** For user-interactive authentication, unchecked. */
  auth?: AuthData | undefined
}

interface GivenKey extends StoredCrossSigningKey {
  signedBy: Signatures
}

/**
 * Stores the keys. The first set needs no authentication beyond the token, nor does the same set again; any change of
 * a published set does.
 */
export async function uploadCrossSigning(context: KeysContext, session: Session, upload: CrossSigningUpload): Promise<void> {
  const { db, changes, people, reauthentication } = context
  const { userId } = session
  const given = parseUpload(userId, upload)
  const before = await listCrossSigningKeys(db, [userId])
  checkKeys(given, before, await listDeviceIds(db, userId))
  if (given.every((key) => isKnown(key, before))) return
  const isReplacement = hasMaster(before)
  if (isReplacement) await reauthentication.requireReauthentication(session, upload.auth)
  const users = await people.listenersOf(userId)
  await changes.write([{ kind: 'deviceLists', users, about: userId }], (position) =>
    db.transaction().execute(async (tx) => {
      await lockCrossSigning(tx, userId)
      const now = await listCrossSigningKeys(tx, [userId])
      if (!isReplacement && hasMaster(now)) {
        throw new MatrixError('M_FORBIDDEN', { message: 'Cross-signing keys were published a moment ago' })
      }
      await replaceKeys(tx, given, now)
      await upsertDeviceListChange(tx, userId, position)
    }),
  )
}

function parseUpload(userId: string, upload: CrossSigningUpload): GivenKey[] {
  const parts: [CrossSigningUsage, CrossSigningKey | undefined][] = [
    ['master', upload.master],
    ['self_signing', upload.selfSigning],
    ['user_signing', upload.userSigning],
  ]
  return parts.flatMap(([usage, key]) => (key === undefined ? [] : [parseKey(userId, usage, key)]))
}

// "The object must have exactly one property, whose name is in the form <algorithm>:<unpadded_base64_public_key>, and
// whose value is the unpadded base64 public key."
const KEY_NAME = /^ed25519:([A-Za-z0-9+/]{43})$/

function parseKey(userId: string, usage: CrossSigningUsage, key: CrossSigningKey): GivenKey {
  const refuse = (what: string) => new MatrixError('M_INVALID_PARAM', { message: `${usage}_key: ${what}` })
  if (key.user_id !== userId) throw refuse('user_id is not yours')
  if (!key.usage.includes(usage)) throw refuse(`usage does not name ${usage}`)
  const [name, value] = Object.entries(key.keys)[0] ?? ['', '']
  const publicKey = KEY_NAME.exec(name)?.[1]
  if (publicKey === undefined || publicKey !== value) throw refuse('keys is not one Ed25519 public key under its own name')
  const { body, signatures } = takeApart(key)
  return { userId, usage, publicKey, body, signatures: canonicalText(signatures), signedBy: signatures }
}

function checkKeys(given: readonly GivenKey[], before: readonly StoredCrossSigningKey[], deviceIds: readonly string[]): void {
  const master = [...given, ...before].find((key) => key.usage === 'master')
  if (master === undefined) throw new MatrixError('M_MISSING_PARAM', { message: 'There is no master key' })
  for (const key of given) {
    if (deviceIds.includes(key.publicKey)) throw new MatrixError('M_FORBIDDEN', { message: 'A device has this key id' })
    if (key.usage === 'master') continue
    const signature = key.signedBy[key.userId]?.[`ed25519:${master.publicKey}`]
    if (signature === undefined || !isSignedBy(key.body, signature, master.publicKey)) {
      throw new MatrixError('M_INVALID_SIGNATURE', { message: `${key.usage}_key: not signed by the master key` })
    }
  }
}

function isKnown(key: GivenKey, stored: readonly StoredCrossSigningKey[]): boolean {
  return stored.some((each) => each.usage === key.usage && each.body === key.body)
}

function hasMaster(keys: readonly StoredCrossSigningKey[]): boolean {
  return keys.some((key) => key.usage === 'master')
}

/** A new master key ends every key that only the old one signed; a key that stays keeps its signatures. */
async function replaceKeys(tx: Tx, given: readonly GivenKey[], stored: readonly StoredCrossSigningKey[]): Promise<void> {
  const newMaster = given.some((key) => key.usage === 'master' && !isKnown(key, stored))
  for (const old of stored) {
    const successor = given.find((key) => key.usage === old.usage)
    const isOver = successor === undefined ? newMaster : successor.publicKey !== old.publicKey
    if (isOver) await deleteCrossSigningKey(tx, old)
  }
  for (const { signedBy: _, ...key } of given) await upsertCrossSigningKey(tx, key)
}
