// A code that is not taken: why, in a word that the apps put into sentences, and on record for the desk.
import { MatrixError } from '@chappe/contract'
import type { Alerts } from '../../alerts.ts'
import type { Tx } from '../../db/pool.ts'
import type { Session } from '../../session.ts'
import type { Pairing } from './pairing-store.ts'

/**
 * Why. `passkey`: no passkey of the account was touched for it on the device that shows it. `unknown`: no code of this server,
 * or an altered one. `server`, `account`: of another one. `old`: its time is over, or it was closed. `used`: it was read or used
 * before. `keys`: the keys that it speaks of are not those of the device or of the account. `side`: both devices are in, or
 * both wait. `untouched`: the device that reads it waits, and has been touched for no code of its own.
 */
export type Refusal = 'passkey' | 'unknown' | 'server' | 'account' | 'old' | 'used' | 'keys' | 'side' | 'untouched'

const MESSAGES: Readonly<Record<Refusal, string>> = {
  passkey: 'No passkey of this account was touched for it on this device',
  unknown: 'There is no such code',
  server: 'The code is of another server',
  account: 'The code is of a device of another account',
  old: 'The code is over',
  used: 'The code was read before',
  keys: 'The keys are not those that the code speaks of',
  side: 'One device waits and the other is in: these two are alike',
  untouched: 'A device that waits reads a code once a passkey was touched on it for a code of its own',
}

/** A refusal as it is answered. */
export function refusalOf(reason: Refusal): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: MESSAGES[reason], fields: { 'org.chappe.pairing_refused': reason } })
}

/**
 * Puts a refusal on record, for the account that brought the code and, where it is another one's, for that one too. What an
 * owner does by mistake between two devices of theirs is no news.
 */
export async function recordRefusal(alerts: Alerts, tx: Tx, { userId, userNid, deviceId }: Session, refused: { reason: Refusal; ip: string; pairing: Pairing | undefined }): Promise<void> {
  const { reason, ip, pairing } = refused
  if (reason === 'side') return
  const isOfOther = pairing !== undefined && pairing.userNid !== userNid
  await alerts.raise(tx, { kind: 'pairing_refused', userNid, deviceId, detail: { reason, ip, ...(isOfOther ? { code_of: pairing.userId } : {}) } })
  if (isOfOther) await alerts.raise(tx, { kind: 'pairing_refused', userNid: pairing.userNid, deviceId: '', detail: { reason: 'read_by_other', ip, read_by: userId } })
}
