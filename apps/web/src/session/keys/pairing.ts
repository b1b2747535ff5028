// One code for a new device: the device that waits and one that is in find each other by it, know each other's keys for certain,
// and when the owner has said yes on the one that is in, the other is let in, signed, and has the keys.
// docs/decisions/0102-pair-a-device-by-a-code-that-only-its-owner-makes.md
import type { SignedIn } from '@chappe/ui/sign-in'
import { SignedOut } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent } from 'matrix-js-sdk'
import type { CryptoApi, OlmEncryptionInfo } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Backlog } from './backlog.ts'
import type { Awaited as AwaitedKeys, KnownDevice } from './hand-over.ts'
import { findDeviceKey, giveKeys, HAND_OVER_TYPE, takeKeys } from './hand-over.ts'
import type { KeyState } from './key-state.ts'
import type { Look } from './look.ts'
import type { PairedDevice } from './pairing-calls.ts'
import { acceptShown, endShown, findMasterKey, lookAtShown, openShown, readShown, refusalIn } from './pairing-calls.ts'
import type { NoCode, PairingKeys } from './pairing-code.ts'
import { drawCode, isProved, keysOf, parseCode, printCode, prove, scanTextOf } from './pairing-code.ts'
import { NotTouched, touchForPairing, withTouch } from './touch.ts'

/** On which side of a pairing a device is. */
export type PairingSide = 'waiting' | 'in'

/** A device that asks to be let in. */
export type AskingDevice = Pick<PairedDevice, 'deviceId' | 'name' | 'address' | 'waitsSinceMs' | 'touchedAtMs'>

const SERVER_REFUSALS = ['passkey', 'unknown', 'server', 'account', 'old', 'used', 'keys', 'side', 'untouched'] as const

/**
 * Why it came to nothing. `forged`: what the other device or the server says of the keys is not what stands under the code.
 * `read_by_other`: another account has read it. `noKeys`: the device is in, and the keys did not come.
 */
export type PairingRefusal = (typeof SERVER_REFUSALS)[number] | NoCode | 'notTouched' | 'noPasskey' | 'offline' | 'failed' | 'denied' | 'read_by_other' | 'forged' | 'noKeys'

/** Where a pairing stands on this device. */
export type PairingState =
  | { kind: 'none' }
  | { kind: 'working' }
  /** `text` is typed, `scan` stands in the picture. */
  | { kind: 'shown'; side: PairingSide; text: string; scan: string; untilMs: number }
  /** The other device asks to be let in by this one. */
  | { kind: 'asking'; device: AskingDevice }
  /** The other device is to say yes. */
  | { kind: 'read' }
  /** Let in; the keys come. */
  | { kind: 'coming' }
  | { kind: 'done'; side: PairingSide }
  | { kind: 'refused'; reason: PairingRefusal }

/** Pairing. */
export interface Pairing {
  state: Live<PairingState>
  /** Shows a code here; a passkey is touched for it. */
  show(): Promise<void>
  /** Takes the code of the other device, as it was read by the camera or typed. */
  read(text: string): Promise<void>
  /** Lets the device in that asks, and hands it the keys; a passkey is touched for it. */
  accept(): Promise<void>
  /** Does not. */
  deny(): void
  /** Ends it; a code that is shown becomes useless. */
  close(): void
  stop(): void
}

/** What it is made over. */
export interface PairingParts {
  client: MatrixClient
  crypto: CryptoApi
  signedIn: SignedIn
  look: Look
  keyState: Live<KeyState>
  /** Hears when keys have come: what could not be read may be now. */
  onOpened(): void
  /** Waits until what this device can read is in the backup, from which the other one will read it. */
  backlog: Pick<Backlog, 'weigh'>
}

/** What is under way. */
interface Current {
  keys: PairingKeys
  side: PairingSide
  own: KnownDevice
  /** The other device, as it stands under the code; unknown to a device that waits and shows the code. */
  other: KnownDevice | undefined
}

/** A pairing as it goes. */
interface Flow extends PairingParts {
  state: StoreApi<PairingState>
  userId: string
  serverName: string
  current: Current | undefined
  timer: ReturnType<typeof setTimeout> | undefined
}

const POLL_MS = 1_000
const KEYS_WAIT_MS = 30_000
const DONE_FOR_MS = 5_000
/** What is said under a code, each of its own kind. */
const SHOWS = { waiting: 'a waiting device shows', in: 'a device that is in shows' } as const
const READS = 'a waiting device has read'

/** Makes it. */
export function createPairing(parts: PairingParts): Pairing {
  const userId = parts.client.getSafeUserId()
  const state = createStore<PairingState>(() => ({ kind: 'none' }))
  const flow: Flow = { ...parts, state, userId, serverName: userId.slice(userId.indexOf(':') + 1), current: undefined, timer: undefined }
  const onMessage = ({ message, encryptionInfo }: { message: { type: string; content: unknown }; encryptionInfo: OlmEncryptionInfo | null }): void => {
    if (message.type === HAND_OVER_TYPE && flow.current?.side === 'waiting') void take(flow, flow.current, { content: message.content, encryptionInfo })
  }
  parts.client.on(ClientEvent.ReceivedToDeviceMessage, onMessage)
  return {
    state,
    show: () => step(flow, () => show(flow)),
    read: (text) => step(flow, () => read(flow, text)),
    async accept() {
      const { current } = flow
      if (current?.other !== undefined && state.getState().kind === 'asking') await step(flow, () => accept(flow, current, current.other))
    },
    deny: () => end(flow, 'denied'),
    close: () => end(flow, 'closed'),
    stop() {
      clearTimeout(flow.timer)
      parts.client.off(ClientEvent.ReceivedToDeviceMessage, onMessage)
    },
  }
}

/** Draws a code and shows it. */
async function show(flow: Flow): Promise<void> {
  const { signedIn } = flow
  const side = sideOf(flow)
  const own = await claimOf(flow)
  const code = drawCode(flow.serverName)
  const keys = await keysOf(code)
  const opening = { token: keys.token, deviceKey: own.deviceKey, masterKey: own.masterKey, proof: await prove(keys, SHOWS[side], saidOf(flow, own)) }
  const touched = side === 'waiting' ? { credential: await touchForPairing(signedIn) } : {}
  const goodMs = await withTouch(signedIn, () => openShown(signedIn, { ...opening, ...touched }))
  flow.current = { keys, side, own, other: undefined }
  set(flow, { kind: 'shown', side, text: await printCode(code), scan: await scanTextOf(code), untilMs: Date.now() + goodMs })
  follow(flow)
}

/** Takes the code of the other device. */
async function read(flow: Flow, text: string): Promise<void> {
  const code = await parseCode(text, flow.serverName)
  if (typeof code === 'string') return refuse(flow, code)
  const [side, keys, own] = [sideOf(flow), await keysOf(code), await claimOf(flow)]
  const taken: Current = { keys, side, own, other: undefined }
  const proof = side === 'waiting' ? { proof: await prove(keys, READS, saidOf(flow, own)) } : {}
  const other = await readShown(flow.signedIn, { token: keys.token, serverName: code.serverName, ...proof })
  flow.current = taken
  if (side === 'in') return meet(flow, taken, { other, what: SHOWS.waiting })
  if (!(await isGenuine(flow, taken, { other, what: SHOWS.in }))) return refuseForged(flow, taken)
  taken.other = other
  set(flow, { kind: 'read' })
  follow(flow)
}

/** Lets the other device in, signs it and hands it the keys. */
async function accept(flow: Flow, { keys, own }: Current, other: KnownDevice | undefined): Promise<void> {
  if (other === undefined) return
  await withTouch(flow.signedIn, () => acceptShown(flow.signedIn, keys.token))
  const hasKeys = flow.keyState.getState().kind === 'ready'
  // What was said a moment ago would be looked for there in vain, and not again for minutes.
  if (hasKeys) await flow.backlog.weigh().catch(() => undefined)
  await giveKeys(flow, { userId: flow.userId, keys, giver: own, taker: other }, hasKeys).catch((error: unknown) => {
    throw new KeysNotGiven('the device is in and has no keys', { cause: error })
  })
  finish(flow, 'in')
}

/** Looks every second how it stands, as long as that is the other side's doing. */
function follow(flow: Flow): void {
  after(flow, POLL_MS, () => void look(flow))
}

async function look(flow: Flow): Promise<void> {
  const looked = flow.current
  if (looked === undefined) return
  try {
    const stands = await lookAtShown(flow.signedIn, looked.keys.token)
    if (flow.current !== looked) return
    if (stands.state === 'ended' || stands.state === 'over') return refuse(flow, endOf(stands.reason))
    if (stands.state === 'accepted') return come(flow)
    if (stands.state === 'met' && looked.side === 'waiting') set(flow, { kind: 'read' })
    if (stands.state === 'met' && stands.other !== undefined && looked.side === 'in') return await meet(flow, looked, { other: stands.other, what: READS })
  } catch (error) {
    // Without a server it is looked again: the code is good for some minutes.
    if (!(error instanceof TypeError)) return refuse(flow, reasonOf(error))
  }
  follow(flow)
}

/** Another device asks to be let in. */
async function meet(flow: Flow, current: Current, met: Said): Promise<void> {
  if (!(await isGenuine(flow, current, met))) return refuseForged(flow, current)
  current.other = met.other
  const { deviceId, name, address, waitsSinceMs, touchedAtMs } = met.other
  set(flow, { kind: 'asking', device: { deviceId, name, address, waitsSinceMs, touchedAtMs } })
}

/** This device is in: the keys are on their way. */
function come(flow: Flow): void {
  set(flow, { kind: 'coming' })
  after(flow, KEYS_WAIT_MS, () => {
    refuse(flow, 'noKeys')
    void flow.look.check()
  })
}

async function take(flow: Flow, { keys, own, other }: Current, message: Parameters<typeof takeKeys>[2]): Promise<void> {
  const awaited: AwaitedKeys = { userId: flow.userId, keys, taker: own, giver: other }
  const taken = await flow.look.during(() => takeKeys(flow.crypto, awaited, message)).catch(() => 'forged' as const)
  // What somebody else sends changes nothing: the right one may still come.
  if (taken === 'forged') return
  flow.onOpened()
  finish(flow, 'waiting')
}

function finish(flow: Flow, side: PairingSide): void {
  flow.current = undefined
  set(flow, { kind: 'done', side })
  after(flow, DONE_FOR_MS, () => set(flow, { kind: 'none' }))
}

function end(flow: Flow, reason: 'closed' | 'denied'): void {
  // What is on its way is not thrown away.
  if (flow.state.getState().kind === 'coming') return
  clearTimeout(flow.timer)
  if (flow.current !== undefined) void endShown(flow.signedIn, flow.current.keys.token, reason).catch(() => undefined)
  flow.current = undefined
  set(flow, { kind: 'none' })
}

/** The other device, and what kind of thing it has proved. */
interface Said {
  other: PairedDevice
  what: string
}

/** Whether the other device is who it says, under the code, and both know the account by the same identity. */
async function isGenuine(flow: Flow, { keys, own }: Current, { other, what }: Said): Promise<boolean> {
  if (other.masterKey !== own.masterKey || !(await isProved(keys, what, saidOf(flow, other), other.proof))) return false
  return (await findDeviceKey(flow.crypto, flow.userId, other.deviceId)) === other.deviceKey
}

function refuseForged(flow: Flow, { keys }: Current): void {
  void endShown(flow.signedIn, keys.token, 'keys').catch(() => undefined)
  refuse(flow, 'forged')
}

async function claimOf({ crypto, signedIn, userId }: Flow): Promise<KnownDevice> {
  const { ed25519: deviceKey } = await crypto.getOwnDeviceKeys()
  const masterKey = (await crypto.getCrossSigningKeyId()) ?? (await findMasterKey(signedIn, userId))
  return { deviceId: signedIn.deviceId, deviceKey, masterKey }
}

function saidOf({ userId }: Flow, { deviceId, deviceKey, masterKey }: KnownDevice): string[] {
  return [userId, deviceId, deviceKey, masterKey]
}

function sideOf({ keyState }: Flow): PairingSide {
  return keyState.getState().kind === 'probation' ? 'waiting' : 'in'
}

/** Runs a step; what goes wrong in it is said. */
async function step(flow: Flow, run: () => Promise<void>): Promise<void> {
  clearTimeout(flow.timer)
  set(flow, { kind: 'working' })
  try {
    await run()
  } catch (error) {
    refuse(flow, reasonOf(error))
  }
}

function refuse(flow: Flow, reason: PairingRefusal): void {
  clearTimeout(flow.timer)
  flow.current = undefined
  set(flow, { kind: 'refused', reason })
}

function after(flow: Flow, ms: number, run: () => void): void {
  clearTimeout(flow.timer)
  flow.timer = setTimeout(run, ms)
}

function set({ state }: Flow, next: PairingState): void {
  state.setState(next, true)
}

class KeysNotGiven extends Error {}

function endOf(reason: string): PairingRefusal {
  if (reason === 'read_by_other' || reason === 'denied') return reason
  return reason === 'keys' ? 'forged' : 'old'
}

function reasonOf(error: unknown): PairingRefusal {
  const refusal = SERVER_REFUSALS.find((each) => each === refusalIn(error))
  if (refusal !== undefined) return refusal
  if (error instanceof NotTouched) return error.hasPasskey ? 'notTouched' : 'noPasskey'
  if (error instanceof KeysNotGiven) return 'noKeys'
  // Whoever does not want the device signs it out.
  if (error instanceof SignedOut) return 'denied'
  return error instanceof TypeError ? 'offline' : 'failed'
}
