// What a device may not do while it waits to be approved.

/** Keys of old messages: a device that nobody has approved neither reads nor replaces them. */
const KEY_BACKUP_PATH = /\/room_keys\//

/** Operations beside the key backup that it is refused. */
const REFUSED = new Set([
  'deleteDehydratedDevice',
  'getDehydratedDevice',
  'getDehydratedDeviceEvents',
  'putDehydratedDevice',
  'uploadCrossSigningKeys',
  'approveDevice',
  'readPairing',
  'acceptPairing',
  'endDevices',
  'deleteDevice',
  'deleteDevices',
  'generateLoginToken',
])

/** Account data with which secrets are stored or replaced. */
const SECRET_TYPES = /^(?:m\.secret_storage\.|m\.cross_signing\.|m\.megolm_backup\.|org\.chappe\.passkey_wrappings$)/
/** Account data that holds secrets themselves, sealed. */
const SECRETS = /^(?:m\.cross_signing\.|m\.megolm_backup\.|m\.dehydrated_device|org\.matrix\.msc3814)/

/** Whether account data of a type holds a secret by which keys of rooms may be had. */
export function isSecretType(type: string): boolean {
  return SECRETS.test(type)
}

const ACCOUNT_DATA_CHANGES = new Set(['setAccountData', 'deleteAccountData'])

/** How far back a device on probation sees into open rooms. */
export const PROBATION_HISTORY_MS = 7 * 24 * 60 * 60_000

/** How many files a device on probation may read. */
export const PROBATION_FILES_MAX = 100

/** Whether a device on probation may call an operation; `type`: the account data it is about. */
export function mayOnProbation(call: { operation: string; path: string; type?: string | undefined }): boolean {
  if (REFUSED.has(call.operation) || KEY_BACKUP_PATH.test(call.path)) return false
  return !(ACCOUNT_DATA_CHANGES.has(call.operation) && SECRET_TYPES.test(call.type ?? ''))
}
