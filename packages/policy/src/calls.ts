// What an account may still call while it is suspended or locked.
// https://spec.matrix.org/v1.19/client-server-api/#account-suspension

/**
 * Operations beside reading that a suspended account keeps: signing out, its own devices and keys, its own notes and
 * settings, leaving, taking its own words back (whose they are is for the operation to see), reporting, closing.
 */
const WHILE_SUSPENDED = new Set([
  'changePassword',
  'changeWakes',
  'claimKeys',
  'deactivateAccount',
  'defineFilter',
  'deleteDevice',
  'deleteDevices',
  'deletePushRule',
  'deleteRoomKeyBySessionId',
  'deleteRoomKeys',
  'deleteRoomKeysByRoomId',
  'deleteRoomKeysVersion',
  'deleteRoomTag',
  'deleteDehydratedDevice',
  'forgetRoom',
  'generateLoginToken',
  'getDehydratedDeviceEvents',
  'leaveRoom',
  'logout',
  'logout_all',
  'postPusher',
  'postReceipt',
  'postRoomKeysVersion',
  'putDehydratedDevice',
  'putRoomKeyBySessionId',
  'putRoomKeys',
  'putRoomKeysByRoomId',
  'putRoomKeysVersion',
  'queryKeys',
  'queryPublicRooms',
  'redactEvent',
  'reportEvent',
  'reportRoom',
  'reportUser',
  'search',
  'searchUserDirectory',
  'sendToDevice',
  'setAccountData',
  'setAccountDataPerRoom',
  'setPushRule',
  'setPushRuleActions',
  'setPushRuleEnabled',
  'setReadMarker',
  'setRoomTag',
  'setSealed',
  'updateDevice',
  'uploadCrossSigningKeys',
  'uploadCrossSigningSignatures',
  'uploadKeys',
])

/** A sync by any method is reading. */
const SYNC_PATH = /\/sync$/

/** Whether a suspended account may call an operation. What is not listed and changes something is refused. */
export function mayWhileSuspended(call: { operation: string; method: string; path: string }): boolean {
  return call.method === 'GET' || WHILE_SUSPENDED.has(call.operation) || SYNC_PATH.test(call.path)
}

/** Whether a locked account may call an operation: it may sign out. */
export function mayWhileLocked(operation: string): boolean {
  return operation === 'logout' || operation === 'logout_all'
}
