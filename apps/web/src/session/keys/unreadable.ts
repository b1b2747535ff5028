// Why a message cannot be read, in the few ways that make a difference to whoever reads.
import type { MatrixEvent } from 'matrix-js-sdk'
import { DecryptionFailureCode } from 'matrix-js-sdk/lib/crypto-api/index.js'

/**
 * Why. `opening`: it is being opened, or its key looked for; `waiting`: the sender's key has not arrived; `notHere`: this
 * device gets no keys until its owner has confirmed it; `withheld`: the sender would not; `before`: from before one came in;
 * `lost`: no copy of the key is left; `stranger`: it comes from a device that its owner has not confirmed; `changed`: who
 * sent it is not certain any more.
 */
export type UnreadableReason = 'opening' | 'waiting' | 'notHere' | 'withheld' | 'before' | 'lost' | 'stranger' | 'changed' | 'unknown'

const REASONS: Readonly<Record<DecryptionFailureCode, UnreadableReason>> = {
  [DecryptionFailureCode.MEGOLM_UNKNOWN_INBOUND_SESSION_ID]: 'waiting',
  [DecryptionFailureCode.OLM_UNKNOWN_MESSAGE_INDEX]: 'waiting',
  [DecryptionFailureCode.MEGOLM_KEY_WITHHELD]: 'withheld',
  [DecryptionFailureCode.MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE]: 'notHere',
  [DecryptionFailureCode.HISTORICAL_MESSAGE_NO_KEY_BACKUP]: 'lost',
  [DecryptionFailureCode.HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED]: 'notHere',
  [DecryptionFailureCode.HISTORICAL_MESSAGE_WORKING_BACKUP]: 'opening',
  [DecryptionFailureCode.HISTORICAL_MESSAGE_USER_NOT_JOINED]: 'before',
  [DecryptionFailureCode.SENDER_IDENTITY_PREVIOUSLY_VERIFIED]: 'changed',
  [DecryptionFailureCode.UNSIGNED_SENDER_DEVICE]: 'stranger',
  [DecryptionFailureCode.UNKNOWN_SENDER_DEVICE]: 'stranger',
  [DecryptionFailureCode.UNKNOWN_ERROR]: 'unknown',
}

/** Why an event that is encrypted cannot be read at this moment. */
export function unreadableReasonOf(event: MatrixEvent): UnreadableReason {
  const code = event.isDecryptionFailure() ? event.decryptionFailureReason : null
  return code === null ? 'opening' : REASONS[code]
}
