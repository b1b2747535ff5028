// Passkeys: adding them to an account, signing in with them, and the touch that shows that somebody is there.
// https://www.w3.org/TR/webauthn-3/
import type { Alerts } from '../../alerts.ts'
import { hash } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import type { Standing } from '@chappe/policy'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { Followers } from '../../db/clause.ts'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { CheckedPasskey, Passkey, TakenChallenge } from './passkeys-store.ts'
import {
  deleteOldChallenges,
  deletePasskey,
  deletePasskeysOf,
  insertChallenge,
  insertPasskey,
  listCredentialsOf,
  listPasskeysOf,
  lockPasskeysOf,
  setPasskeyCopySeen,
  setPasskeyName,
  setPasskeyUsed,
  takeChallenge,
} from './passkeys-store.ts'
import { assertionOf, challengeOf, registrationOf, transportsOf } from './responses.ts'

export type { Passkey } from './passkeys-store.ts'

/** What the feature is given. */
export interface PasskeysDeps {
  db: Db
  clock: Clock
  random: Random
  alerts: Alerts
  logger: Logger
  settings: { publicUrl: string; serverName: string }
}

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** Hears of a passkey that was added beside others, or removed, by the name that it has. */
export type PasskeyListener = (userId: string, change: 'added' | 'removed', name: string) => Promise<void>

/** The operations of this feature. Options are WebAuthn's JSON; answers are what the browser gave, as JSON text. */
export interface Passkeys {
  registrationOptions(who: Who): Promise<object>
  /** Adds a passkey; throws `M_FORBIDDEN` where it cannot be believed, `M_RESOURCE_LIMIT_EXCEEDED` where there are too many. */
  register(who: Who, answer: string, name: string): Promise<void>
  /** For whoever holds a passkey of this server: nobody has to say who they are first. */
  /** `target`: what this sign-in is for, so that what is signed is good for no other. */
  signInOptions(target?: string): Promise<object>
  /**
   * Whose passkey signed, and where their account stands, which is still to be looked at; throws `M_FORBIDDEN`. `followers`: what
   * begins with it, in the statement that notes its use, where the account may sign in.
   */
  signIn(answer: string, more?: { target?: string; followers?: Followers }): Promise<Who & { standing: Standing }>
  /** For the passkeys of an account. `target`: what the touch is for, so that it is good for nothing else. */
  touchOptions(who: Who, target: string): Promise<object>
  /** Says whether the passkey is bound: its authenticator never gives it away, as the flag "backup eligible" has it. */
  touch(who: Who, target: string, answer: string): Promise<{ isBound: boolean }>
  list(userNid: number): Promise<Passkey[]>
  rename(userNid: number, passkeyNid: number, name: string): Promise<void>
  /** Removes a passkey; throws `M_FORBIDDEN` for the last one, `M_NOT_FOUND` for one that the account has not. */
  remove(who: Who, passkeyNid: number): Promise<void>
  /** Is told of a passkey that was added beside others, or removed, once it is. */
  onChange(listener: PasskeyListener): void
  /** Takes every passkey from an account that has to be enrolled anew. */
  removeAllOf(userNid: number, tx?: Tx): Promise<void>
}

const CHALLENGE_MS = 5 * 60_000
/** More than two hundred sign-ins a second leave behind in five minutes; beyond it the oldest go. */
const MAX_CHALLENGES = 100_000
/** How often the oldest are looked at, in challenges made, and how many of them: more go than come. */
const TIDY_EVERY = 128
const TIDIED_AT_ONCE = 4 * TIDY_EVERY
const MAX_PASSKEYS = 12
const MAX_NAME_CHARS = 64
/** ECDSA with P-256, Ed25519, RSA: what authenticators have. */
const ALGORITHMS = [-7, -8, -257]

interface Context extends PasskeysDeps {
  listeners: PasskeyListener[]
  origin: string
  rpId: string
}

/** What an answer has to be for. */
interface Wanted {
  purpose: 'register' | 'sign_in' | 'touch'
  userNid?: number
  target?: string
}

/** Ties the operations to what they need. */
export function createPasskeys(deps: PasskeysDeps): Passkeys {
  const { origin, hostname } = new URL(deps.settings.publicUrl)
  const ctx: Context = { ...deps, origin, rpId: hostname, listeners: [] }
  return {
    registrationOptions: (who) => registrationOptions(ctx, who),
    register: (who, answer, name) => register(ctx, who, answer, name),
    signInOptions: (target) => assertionOptions(ctx, { purpose: 'sign_in', ...(target === undefined ? {} : { target }) }, []),
    signIn: (answer, { target, followers } = {}) => check(ctx, answer, { purpose: 'sign_in', ...(target === undefined ? {} : { target }) }, followers),
    async touchOptions({ userNid }, target) {
      return assertionOptions(ctx, { purpose: 'touch', userNid, target }, await credentialsOf(ctx, userNid))
    },
    async touch({ userNid }, target, answer) {
      const { isBound } = await check(ctx, answer, { purpose: 'touch', userNid, target })
      return { isBound }
    },
    list: (userNid) => listPasskeysOf(ctx.db, userNid),
    async rename(userNid, passkeyNid, name) {
      if (!(await setPasskeyName(ctx.db, { userNid, passkeyNid, name: nameOf(name) }))) throw new MatrixError('M_NOT_FOUND')
    },
    remove: (who, passkeyNid) => remove(ctx, who, passkeyNid),
    onChange: (listener) => void ctx.listeners.push(listener),
    removeAllOf: (userNid, tx) => deletePasskeysOf(tx ?? ctx.db, userNid),
  }
}

async function remember(ctx: Context, { purpose, userNid, target }: Wanted): Promise<string> {
  const challenge = Buffer.from(ctx.random.bytes(32)).toString('base64url')
  const now = ctx.clock.now()
  const row = { challenge, purpose, user_nid: userNid ?? null, target: target ?? null, expires_at_ms: now + CHALLENGE_MS }
  const number = await insertChallenge(ctx.db, row)
  if (number % TIDY_EVERY === 0) await deleteOldChallenges(ctx.db, { now, upTo: number - MAX_CHALLENGES, max: TIDIED_AT_ONCE })
  return challenge
}

/** Spends the challenge of an answer; nothing where it was not made for this, or is over. */
async function spend(ctx: Context, response: { id: string; response: { clientDataJSON: string } }, wanted: Wanted): Promise<TakenChallenge | undefined> {
  const found = await takeChallenge(ctx.db, challengeOf(response), Buffer.from(response.id, 'base64url'))
  if (found === undefined || found.expires_at_ms <= ctx.clock.now()) return undefined
  const isWanted = found.purpose === wanted.purpose && found.user_nid === (wanted.userNid ?? null) && found.target === (wanted.target ?? null)
  return isWanted ? found : undefined
}

async function registrationOptions(ctx: Context, { userId, userNid }: Who): Promise<object> {
  return {
    challenge: await remember(ctx, { purpose: 'register', userNid }),
    rp: { id: ctx.rpId, name: `Chappe (${ctx.settings.serverName})` },
    user: { id: handleOf(userId), name: userId, displayName: userId },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' })),
    timeout: CHALLENGE_MS,
    attestation: 'none',
    excludeCredentials: await credentialsOf(ctx, userNid),
    // Found without a name being typed, and opened by its owner's finger, face or PIN.
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    // The messenger derives from a passkey what opens the secrets of its owner; some authenticators can only if asked here.
    extensions: { prf: {} },
  }
}

async function assertionOptions(ctx: Context, wanted: Wanted, allowCredentials: readonly object[]): Promise<object> {
  return {
    challenge: await remember(ctx, wanted),
    rpId: ctx.rpId,
    timeout: CHALLENGE_MS,
    userVerification: 'required',
    allowCredentials,
  }
}

async function credentialsOf(ctx: Context, userNid: number): Promise<object[]> {
  const credentials = await listCredentialsOf(ctx.db, userNid)
  return credentials.map(({ credentialId, transports }) => ({ type: 'public-key', id: credentialId.toString('base64url'), transports }))
}

/** What an authenticator keeps of an account beside its name. */
function handleOf(userId: string): string {
  return hash('sha256', `passkeys of ${userId}`, 'base64url')
}

async function register(ctx: Context, who: Who, answer: string, name: string): Promise<void> {
  const response = registrationOf(answer)
  if (response === undefined || (await spend(ctx, response, { purpose: 'register', userNid: who.userNid })) === undefined) throw unbelieved()
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challengeOf(response),
    expectedOrigin: ctx.origin,
    expectedRPID: ctx.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((error: unknown) => { throw unbelieved(error) })
  if (!verified.verified) throw unbelieved()
  const { credential, credentialBackedUp: isBackedUp } = verified.registrationInfo
  const named = nameOf(name)
  const isFirst = await ctx.db.transaction().execute(async (tx) => {
    const count = await lockPasskeysOf(tx, who.userNid)
    if (count >= MAX_PASSKEYS) throw new MatrixError('M_RESOURCE_LIMIT_EXCEEDED')
    const isNew = await insertPasskey(tx, {
      userNid: who.userNid,
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: transportsOf(answer),
      isBackedUp,
      name: named,
      now: ctx.clock.now(),
    })
    if (!isNew) throw unbelieved()
    return count === 0
  })
  if (!isFirst) await tell(ctx, who.userId, 'added', named)
}

/** Whose passkey has signed what was wanted. */
async function check(ctx: Context, answer: string, wanted: Wanted, followers?: Followers): Promise<Who & { standing: Standing; isBound: boolean }> {
  const response = assertionOf(answer)
  if (response === undefined) throw unbelieved()
  const passkey = (await spend(ctx, response, wanted))?.passkey
  if (passkey === undefined || (wanted.userNid ?? passkey.userNid) !== passkey.userNid) throw unbelieved()
  if ((response.response.userHandle ?? handleOf(passkey.userId)) !== handleOf(passkey.userId)) throw unbelieved()
  const { newCounter, credentialBackedUp: isBackedUp, credentialDeviceType } = await verify(ctx, response, passkey)
  const use = { passkeyNid: passkey.passkeyNid, counter: newCounter, isBackedUp, now: ctx.clock.now() }
  const standing = await setPasskeyUsed(ctx.db, use, followers)
  if (standing === undefined) {
    await alarm(ctx, passkey)
    throw unbelieved()
  }
  return { userId: passkey.userId, userNid: passkey.userNid, standing, isBound: credentialDeviceType === 'singleDevice' }
}

async function verify(
  ctx: Context,
  response: AuthenticationResponseJSON,
  passkey: CheckedPasskey,
): Promise<{ newCounter: number; credentialBackedUp: boolean; credentialDeviceType: string }> {
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challengeOf(response),
    expectedOrigin: ctx.origin,
    expectedRPID: ctx.rpId,
    requireUserVerification: true,
    // The counter is compared where it is stored.
    credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
  }).catch((error: unknown) => { throw unbelieved(error) })
  if (!verified.verified) throw unbelieved()
  return verified.authenticationInfo
}

/** A counter that was passed already comes from a copy, or from the original after its copy was used. */
async function alarm(ctx: Context, { passkeyNid, userNid }: CheckedPasskey): Promise<void> {
  ctx.logger.warn({ passkeyNid, userNid }, 'a passkey was used with a counter that had been passed: there may be a copy of it')
  await setPasskeyCopySeen(ctx.db, passkeyNid, ctx.clock.now())
  await ctx.alerts.raise(ctx.db, { kind: 'copy_of_passkey', userNid, deviceId: '', detail: { passkey: passkeyNid } })
}

async function remove(ctx: Context, { userId, userNid }: Who, passkeyNid: number): Promise<void> {
  const named = (await listPasskeysOf(ctx.db, userNid)).find((each) => each.passkeyNid === passkeyNid)?.name ?? ''
  await ctx.db.transaction().execute(async (tx) => {
    const count = await lockPasskeysOf(tx, userNid)
    if (!(await deletePasskey(tx, userNid, passkeyNid))) throw new MatrixError('M_NOT_FOUND')
    if (count <= 1) throw new MatrixError('M_FORBIDDEN', { message: 'The last passkey stays: add another one first' })
  })
  await tell(ctx, userId, 'removed', named)
}

/** What is done is done: that somebody could not be told of it undoes nothing. */
async function tell({ listeners, logger }: Context, ...change: Parameters<PasskeyListener>): Promise<void> {
  for (const listener of listeners) {
    await listener(...change).catch((error: unknown) => logger.error({ err: error }, 'an owner could not be told of a change of their passkeys'))
  }
}

function nameOf(text: string): string {
  const name = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim().slice(0, MAX_NAME_CHARS)
  return name === '' ? 'Passkey' : name
}

function unbelieved(cause?: unknown): MatrixError {
  return new MatrixError('M_FORBIDDEN', { message: 'That passkey was not accepted', cause })
}
