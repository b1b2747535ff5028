// Pairing: a device that waits and one that is in find each other by a code that one of them shows. Whoever has the code has
// nothing by it: the device that waits shows a passkey of the account for this very code, and its owner says yes on the other.
// What the two say of their keys is checked by them, under the code, which never comes here.
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import { createHash, timingSafeEqual } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import type { Alerts } from '../../alerts.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Session } from '../../session.ts'
import type { StepUp } from '../../step-up.ts'
import type { Claim, PairedDevice, Pairing } from './pairing-store.ts'
import { findKnownKeys, findPairedDevice, findPairing, findShownBy, insertPairing, setEnd, setMet } from './pairing-store.ts'
import type { Refusal } from './refusals.ts'
import { recordRefusal, refusalOf } from './refusals.ts'

export type { Claim } from './pairing-store.ts'

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** What the feature is given. */
export interface PairingDeps {
  world: { db: Db; clock: Clock }
  alerts: Alerts
  stepUp: StepUp
  passkeys: {
    touchOptions(who: Who, target: string): Promise<object>
    touch(who: Who, target: string, answer: string): Promise<unknown>
  }
  accounts: {
    /** Ends the probation of a device; `also` commits with it. Throws `M_NOT_FOUND` where none waits. */
    approveDevice(who: Who, deviceId: string, also: (tx: Tx) => Promise<void>): Promise<void>
  }
  settings: { serverName: string }
}

/** Who calls, and from where. */
export interface PairingCall {
  session: Session
  ip: string
}

/** A code as it was read. */
export interface ReadCode {
  token: string
  serverName: string
}

/** The other device, with what it says of its keys. */
export interface OtherDevice extends PairedDevice, Claim {
  /** When it was touched for this code; undefined where it is the one that is in. */
  touchedAtMs: number | undefined
}

/** How a pairing stands. `over`: its time is. */
export interface Standing {
  state: Pairing['state'] | 'over'
  reason: string | undefined
  other: OtherDevice | undefined
}

/** The operations of this feature. What is refused throws `M_FORBIDDEN` with `org.chappe.pairing_refused`, and is on record. */
export interface Pairings {
  /** What a device that waits asks its browser for. */
  begin(call: PairingCall): Promise<object>
  /** Opens the pairing behind a code; gives back for how long. */
  open(call: PairingCall, opening: Claim & { token: string; credential: string | undefined }): Promise<number>
  /** A device that is in has read the code of one that waits. */
  read(call: PairingCall, code: ReadCode): Promise<OtherDevice>
  /** A device that waits has read the code of one that is in. `proof`: for that code. */
  join(call: PairingCall, code: ReadCode & { proof: string }): Promise<OtherDevice>
  /** Lets the device that waits in; gives back its id. Throws `M_FORBIDDEN` until a passkey was touched here too. */
  accept(call: PairingCall, token: string): Promise<string>
  /** How it stands, for its two devices; throws `M_NOT_FOUND` for any other. */
  look(call: PairingCall, token: string): Promise<Standing>
  /** Makes the code useless. One that is over already stays as it is. */
  end(call: PairingCall, token: string, reason: 'closed' | 'denied' | 'keys'): Promise<void>
}

const GOOD_MS = 5 * 60_000
/** For as long, a code that turns up again is told from one that never was. */
const KEPT_MS = 24 * 60 * 60_000
const APPROVE = 'approve_device'

/** What an operation found: an answer, or why there is none. */
type Found<T> = { is: T } | { refused: Refusal; pairing?: Pairing }

/** Ties the operations to what they need. */
export function createPairings(deps: PairingDeps): Pairings {
  const { passkeys, stepUp, world: { db, clock } } = deps

  /** Looks within one transaction; a refusal commits with its record, and is thrown then. */
  async function decide<T>({ session, ip }: PairingCall, look: (tx: Tx) => Promise<Found<T>>): Promise<T> {
    const found = await db.transaction().execute(async (tx) => {
      const found = await look(tx)
      if ('refused' in found) await recordRefusal(deps.alerts, tx, session, { reason: found.refused, ip, pairing: found.pairing })
      return found
    })
    if ('refused' in found) throw refusalOf(found.refused)
    return found.is
  }

  async function prove(call: PairingCall, credential: string | undefined): Promise<void> {
    const { session } = call
    if (session.onProbationSinceMs === undefined) return stepUp.require(session, APPROVE)
    try {
      await passkeys.touch(session, targetOf(session.deviceNid), credential ?? '')
    } catch (error) {
      if (!(error instanceof MatrixError) || error.status >= 500) throw error
      await decide(call, () => Promise.resolve({ refused: 'passkey' }))
    }
  }

  return {
    async begin({ session }) {
      if (session.onProbationSinceMs === undefined) throw refusalOf('side')
      return passkeys.touchOptions(session, targetOf(session.deviceNid))
    },
    async open(call, { token, credential, ...claim }) {
      const { session } = call
      assertDevice(session)
      await prove(call, credential)
      const now = clock.now()
      const { userNid, deviceNid } = session
      return decide(call, async (tx) => {
        if (!(await areKnown(tx, session, claim))) return { refused: 'keys' }
        const pairing = { tokenHash: hashOf(token), userNid, deviceNid, byWaiting: session.onProbationSinceMs !== undefined, ...claim, madeAtMs: now, expiresAtMs: now + GOOD_MS }
        return (await insertPairing(tx, pairing, now - KEPT_MS)) ? { is: GOOD_MS } : { refused: 'used' }
      })
    },
    read: (call, code) => decide(call, (tx) => read(deps, tx, call.session, code)),
    join: (call, code) => decide(call, (tx) => join(deps, tx, call.session, code)),
    accept: (call, token) => accept(deps, decide, call, token),
    look: ({ session }, token) => db.transaction().execute((tx) => lookAt(deps, tx, session, token)),
    async end({ session, ip }, token, reason) {
      await db.transaction().execute(async (tx) => {
        const pairing = await findPairing(tx, hashOf(token))
        if (pairing === undefined || sideOf(pairing, session) === undefined) throw noSuch()
        if (reason === 'keys') await recordRefusal(deps.alerts, tx, session, { reason, ip, pairing })
        if (isUnder(pairing)) await setEnd(tx, pairing.tokenHash, { state: 'ended', reason })
      })
    },
  }
}

/** The pairing of a code that was read, if it may be read by this session; a code that somebody else has read is ended. */
async function findRead(deps: PairingDeps, tx: Tx, session: Session, { token, serverName }: ReadCode): Promise<Found<Pairing>> {
  if (serverName !== deps.settings.serverName) return { refused: 'server' }
  const pairing = await findPairing(tx, hashOf(token))
  if (pairing === undefined || !timingSafeEqual(pairing.tokenHash, hashOf(token))) return { refused: 'unknown' }
  if (pairing.userNid !== session.userNid) {
    if (isUnder(pairing)) await setEnd(tx, pairing.tokenHash, { state: 'ended', reason: 'read_by_other' })
    return { refused: 'account', pairing }
  }
  if (pairing.state === 'accepted' || (pairing.state === 'met' && pairing.otherNid !== session.deviceNid)) return { refused: 'used', pairing }
  if (pairing.state === 'ended' || pairing.expiresAtMs <= deps.world.clock.now()) return { refused: 'old', pairing }
  return { is: pairing }
}

async function read(deps: PairingDeps, tx: Tx, session: Session, code: ReadCode): Promise<Found<OtherDevice>> {
  assertDevice(session)
  const found = await findRead(deps, tx, session, code)
  if ('refused' in found) return found
  const pairing = found.is
  if (!pairing.byWaiting || session.onProbationSinceMs !== undefined) return { refused: 'side' }
  const device = await findPairedDevice(tx, pairing.deviceNid)
  if (device?.waitsSinceMs === undefined) return { refused: 'used', pairing }
  if (!(await areKnown(tx, { userId: session.userId, deviceNid: pairing.deviceNid }, pairing))) return { refused: 'keys', pairing }
  await setMet(tx, pairing.tokenHash, { deviceNid: session.deviceNid })
  return { is: { ...device, ...claimOf(pairing), touchedAtMs: pairing.madeAtMs } }
}

async function join(deps: PairingDeps, tx: Tx, session: Session, { proof, ...code }: ReadCode & { proof: string }): Promise<Found<OtherDevice>> {
  const found = await findRead(deps, tx, session, code)
  if ('refused' in found) return found
  const pairing = found.is
  if (pairing.byWaiting || session.onProbationSinceMs === undefined) return { refused: 'side' }
  // The code that this device shows is where its touch is kept: without one nobody has touched a passkey on it for that.
  const own = await findShownBy(tx, session.deviceNid, deps.world.clock.now())
  if (own === undefined) return { refused: 'untouched', pairing }
  const device = await findPairedDevice(tx, pairing.deviceNid)
  if (device === undefined || !(await areKnown(tx, session, own)) || !(await areKnown(tx, { userId: session.userId, deviceNid: pairing.deviceNid }, pairing))) return { refused: 'keys', pairing }
  await setMet(tx, pairing.tokenHash, { deviceNid: session.deviceNid, claim: { ...claimOf(own), proof } })
  return { is: { ...device, ...claimOf(pairing), touchedAtMs: undefined } }
}

async function accept(deps: PairingDeps, decide: <T>(call: PairingCall, look: (tx: Tx) => Promise<Found<T>>) => Promise<T>, call: PairingCall, token: string): Promise<string> {
  const { session } = call
  /** The number of the device that waits, as long as it may be let in. */
  const check = async (tx: Tx): Promise<Found<Pairing & { waitingNid: number }>> => {
    const pairing = await findPairing(tx, hashOf(token))
    if (pairing === undefined) return { refused: 'unknown' }
    if (pairing.userNid !== session.userNid) return { refused: 'account', pairing }
    const waitingNid = pairing.byWaiting ? pairing.deviceNid : pairing.otherNid
    if (sideOf(pairing, session) !== 'in' || waitingNid === undefined) return { refused: 'side' }
    if (pairing.state !== 'met') return { refused: pairing.state === 'accepted' ? 'used' : 'old', pairing }
    if (pairing.expiresAtMs <= deps.world.clock.now()) return { refused: 'old', pairing }
    const claim = pairing.byWaiting ? pairing : pairing.otherClaim
    if (claim === undefined || !(await areKnown(tx, { userId: session.userId, deviceNid: waitingNid }, claim))) return { refused: 'keys', pairing }
    return { is: { ...pairing, waitingNid } }
  }
  const { waitingNid } = await decide(call, check)
  // Nobody touches a passkey for a code that is good for nothing.
  await deps.stepUp.require(session, APPROVE)
  const device = await deps.world.db.transaction().execute((tx) => findPairedDevice(tx, waitingNid))
  if (device === undefined) throw noSuch()
  await deps.accounts.approveDevice(session, device.deviceId, async (tx) => {
    const found = await check(tx)
    if ('refused' in found) throw refusalOf(found.refused)
    await setEnd(tx, found.is.tokenHash, { state: 'accepted' })
  })
  return device.deviceId
}

async function lookAt({ world: { clock } }: PairingDeps, tx: Tx, session: Session, token: string): Promise<Standing> {
  const pairing = await findPairing(tx, hashOf(token))
  if (pairing === undefined || sideOf(pairing, session) === undefined) throw noSuch()
  const isOver = isUnder(pairing) && pairing.expiresAtMs <= clock.now()
  return { state: isOver ? 'over' : pairing.state, reason: pairing.reason, other: await otherOf(tx, pairing, session) }
}

/** The other device of a pairing, where it has said something of itself. */
async function otherOf(tx: Tx, pairing: Pairing, session: Session): Promise<OtherDevice | undefined> {
  const isShowing = pairing.deviceNid === session.deviceNid
  const claim = isShowing ? pairing.otherClaim : pairing
  const device = isShowing ? pairing.otherNid : pairing.deviceNid
  if (claim === undefined || device === undefined) return undefined
  const found = await findPairedDevice(tx, device)
  return found === undefined ? undefined : { ...found, ...claimOf(claim), touchedAtMs: pairing.byWaiting === isShowing ? undefined : pairing.madeAtMs }
}

/** On which side of a pairing a session stands; undefined: it is none of its two devices. */
function sideOf({ deviceNid, otherNid, byWaiting }: Pairing, session: Session): 'waiting' | 'in' | undefined {
  if (deviceNid === session.deviceNid) return byWaiting ? 'waiting' : 'in'
  return otherNid === session.deviceNid ? (byWaiting ? 'in' : 'waiting') : undefined
}

function isUnder({ state }: Pairing): boolean {
  return state === 'open' || state === 'met'
}

function claimOf({ deviceKey, masterKey, proof }: Claim): Claim {
  return { deviceKey, masterKey, proof }
}

/** Whether a device and its account have the keys that are spoken of. */
async function areKnown(tx: Tx, of: { userId: string; deviceNid: number }, claim: Pick<Claim, 'deviceKey' | 'masterKey'>): Promise<boolean> {
  const known = await findKnownKeys(tx, of)
  return isSame(known.deviceKey, claim.deviceKey) && isSame(known.masterKey, claim.masterKey)
}

/** Compares without telling by its time where two differ. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}

/** An application service has neither fingers nor a camera. */
function assertDevice({ appservice }: Session): void {
  if (appservice !== undefined) throw new MatrixError('M_FORBIDDEN')
}

function noSuch(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such code between this device and another one' })
}

/** A touch for one device, and for this: no page of this server asks for it, so that no address can be sent to somebody that does. */
function targetOf(deviceNid: number): string {
  return `pairing of device ${deviceNid}`
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(`pairing ${token}`).digest()
}
