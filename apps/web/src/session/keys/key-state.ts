// Where somebody stands with the keys of their messages, as a table: what is known goes in, one state comes out, and each
// state has one action that leads on. There is no input/output here, so that the whole table is tested.

/** What is known of an account's keys, and of this device's part in them. */
export interface KeyFacts {
  /** The server keeps them from this device until another one, or its owner's touch, has approved it. */
  isOnProbation: boolean
  /** Whether the account has an identity (cross-signing keys) that others can know it by. */
  hasIdentity: boolean
  /** Whether this device holds the identity's private keys, and is signed by it. */
  isSigned: boolean
  /** What the account's secret storage on the server holds: the identity's keys, and the key of the backup as well. */
  storage: 'none' | 'identity' | 'whole'
  /** The backup of message keys on the server: `closed` where this device has not its key. */
  backup: 'none' | 'open' | 'closed'
  /** Whether the key in secret storage was tried, and is of another backup. */
  isBackupForeign: boolean
  /** Whether a passkey opens secret storage. */
  hasWrapping: boolean
  /** Whether there is another device that has been approved and could hand the keys over. */
  hasOtherDevice: boolean
  /** Whether the account has a passkey at all, and this browser can touch one. */
  hasPasskey: boolean
  /** Whether such a device has been asked, and has not answered. */
  isAsking: boolean
}

/** How a device that lacks the keys gets them. */
export type RecoveryWay = 'passkey' | 'recoveryKey' | 'device'

/** What is not as it should be on the server, and can be put right from here. */
export type KeyProblem = 'noStorage' | 'noBackup' | 'foreignBackup'

/** By what everything is made or mended: one touch, where the account has a passkey; else a key that is printed. */
export type MakingWay = 'passkey' | 'print'

/** Where somebody stands. */
export type KeyState =
  | { kind: 'checking' }
  | { kind: 'offline' }
  | { kind: 'probation' }
  | { kind: 'setUp'; by: MakingWay }
  | { kind: 'recover'; way: RecoveryWay; others: readonly RecoveryWay[] }
  | { kind: 'asking' }
  | { kind: 'broken'; problem: KeyProblem; by: MakingWay }
  | { kind: 'lost'; by: MakingWay }
  | { kind: 'ready' }

/** What leads on from a state. `wait`: it goes on by itself. */
export type KeyAction = 'wait' | 'retry' | 'approve' | 'setUp' | 'recover' | 'cancel' | 'repair' | 'startAnew' | 'none'

/** The one action of each state. */
export const KEY_ACTIONS: Readonly<Record<KeyState['kind'], KeyAction>> = {
  checking: 'wait',
  offline: 'retry',
  probation: 'approve',
  setUp: 'setUp',
  recover: 'recover',
  asking: 'cancel',
  broken: 'repair',
  lost: 'startAnew',
  ready: 'none',
}

/** The state that what is known amounts to. */
export function keyStateOf(facts: KeyFacts): KeyState {
  // What the server keeps back is not missing: nothing may be made anew for it.
  if (facts.isOnProbation) return { kind: 'probation' }
  const by = facts.hasPasskey ? 'passkey' : 'print'
  if (!facts.hasIdentity) return { kind: 'setUp', by }
  if (!facts.isSigned) return facts.isAsking ? { kind: 'asking' } : recoverOrLost(facts)
  if (facts.storage === 'none') return { kind: 'broken', problem: 'noStorage', by }
  if (facts.backup === 'none') return { kind: 'broken', problem: 'noBackup', by }
  if (facts.backup === 'closed') return facts.storage === 'whole' && !facts.isBackupForeign ? recoverOrLost(facts) : { kind: 'broken', problem: 'foreignBackup', by }
  return facts.storage === 'whole' ? { kind: 'ready' } : { kind: 'broken', problem: 'noStorage', by }
}

function recoverOrLost({ storage, hasWrapping, hasPasskey, hasOtherDevice, isSigned }: KeyFacts): KeyState {
  const ways: RecoveryWay[] = []
  if (storage !== 'none') ways.push(...(hasWrapping ? (['passkey', 'recoveryKey'] as const) : (['recoveryKey'] as const)))
  // A device that is signed already has nothing to be compared with another one for.
  if (hasOtherDevice && !isSigned) ways.push('device')
  const [way, ...others] = ways
  return way === undefined ? { kind: 'lost', by: hasPasskey ? 'passkey' : 'print' } : { kind: 'recover', way, others }
}
