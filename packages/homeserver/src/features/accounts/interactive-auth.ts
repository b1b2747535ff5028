// User-interactive authentication: an operation that asks for more than a token answers 401 with what is missing, and
// is done once it was given.
// https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
import type { AuthData } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { AccountsContext } from './context.ts'
import { assertMayComeIn, assertMaySignIn, findByPassword, resolveUserId } from './identity.ts'
import type { Stage } from './open-sessions.ts'
import { findByAddress } from './enrolled-store.ts'
import { isGoodToken } from './registration-tokens.ts'

/** Somebody by user id and number. */
export interface Who {
  userId: string
  userNid: number
}

/** Whoever calls with a token, by a device. */
export interface CallingWho extends Who {
  deviceNid: number
}

/** One call of an operation. */
export interface InteractiveCall<B> {
  auth: AuthData | undefined
  /** The parsed body without `auth`; undefined where the call carried nothing else. */
  body: B | undefined
  /** Whose access token came with the call; without one, the password stage says who it is. */
  who: CallingWho | undefined
  /** What else the call is about, such as the device in its path: a session counts for this only. */
  target?: string
}

/** A call that was authenticated: its body, or where it had none the first call's; and who made it, if that is known. */
export interface Authenticated<B> {
  body: B | undefined
  who: Who | undefined
  /** The registration token that was shown, still to be spent. */
  token?: string | undefined
  /** The address that was shown, still to be used up. */
  shown?: ShownAddress | undefined
}

/** By what an address was shown. */
export interface ShownAddress {
  proofId: string
  secret: string
}

/** What an address that was shown stands for: a new account's, or that of whoever has forgotten a password. */
export type ByAddress = 'register' | 'password'

/** Who and by what, once a stage is done. */
type Proof = Pick<Authenticated<unknown>, 'who' | 'token' | 'shown'>

/** The interactive authentication of one operation; throws the 401 answer until the stage is done. */
export type Interactive<B> = (call: InteractiveCall<B>) => Promise<Authenticated<B>>

interface Pending<B> {
  body: B | undefined
  who: Who | undefined
  target: string
  endsAtMs: number
  /** The stage was done on a fallback page. */
  done: Proof | undefined
}

/** From the first answer on; a session does not grow longer. */
const SESSION_MS = 15 * 60_000
/** Of one operation. The oldest goes: its client is given a new one. */
const MAX_SESSIONS = 1_000
/** Larger bodies are not remembered; every client in use sends them again anyhow. */
const MAX_BODY_CHARS = 8_192

/** What a stage is for: `act` names it where a passkey is touched instead; `byAddress`: a mail may stand in for it. */
interface StageChoice {
  act?: string | undefined
  byAddress?: ByAddress | undefined
}

/**
 * Opens the sessions of one operation. They live in memory: a body may hold a password, which is never stored.
 * A client may also do the stage in its first call, without a session.
 */
export function openInteractive<B>(ctx: AccountsContext, stage: Stage, { act = 'agree', byAddress }: StageChoice = {}): Interactive<B> {
  if (stage === 'm.login.password' && !ctx.settings.policy.passwordLogin) return openTouch(ctx, act)
  const isByMail = byAddress !== undefined && ctx.settings.addresses?.isOn === true
  const stages: readonly Stage[] = isByMail ? [stage, 'm.login.email.identity'] : [stage]
  const sessions = new Map<string, Pending<B>>()

  function find(call: InteractiveCall<B>): { id: string; pending: Pending<B>; isLost: boolean } {
    const now = ctx.clock.now()
    const id = call.auth?.session ?? ''
    const known = sessions.get(id)
    if (known !== undefined && known.endsAtMs > now && known.who?.userNid === call.who?.userNid && known.target === (call.target ?? '')) {
      return { id, pending: known, isLost: false }
    }
    const pending = { body: undefined, who: call.who, target: call.target ?? '', endsAtMs: now + SESSION_MS, done: undefined }
    return { id: ctx.random.text(24), pending, isLost: id !== '' }
  }

  function keep(id: string, pending: Pending<B>): void {
    sessions.set(id, pending)
    // A map keeps the order of insertion: the first is the oldest.
    const oldest = sessions.size > MAX_SESSIONS ? sessions.keys().next().value : undefined
    if (oldest !== undefined) sessions.delete(oldest)
  }

  ctx.openSessions.add({
    find(id) {
      const pending = sessions.get(id)
      if (pending === undefined || pending.endsAtMs <= ctx.clock.now()) return undefined
      return {
        stage,
        isDone: pending.done !== undefined,
        async complete(auth) {
          const outcome = await attempt(ctx, stage, auth, pending.who)
          if (outcome instanceof MatrixError) return outcome
          pending.done = outcome
          return undefined
        },
      }
    },
    endOf(userId) {
      for (const [id, { who, done }] of sessions) if (who?.userId === userId || done?.who?.userId === userId) sessions.delete(id)
    },
  })

  return async (call) => {
    const { id, pending, isLost } = find(call)
    // As long as no stage is done the client may still change its mind: registration does, after a first empty call.
    // What was proved on a fallback page was proved for what had been asked by then.
    const body = pending.done === undefined ? (call.body ?? pending.body) : (pending.body ?? call.body)
    if (isSmall(body)) pending.body = body
    // Whoever goes on with a session that is gone and repeats nothing means a call nobody remembers: begin anew.
    if (pending.done !== undefined) {
      sessions.delete(id)
      return { body, ...pending.done }
    }
    if (call.auth?.type === undefined || (isLost && call.body === undefined)) {
      keep(id, pending)
      throw challenge(id, stages)
    }
    const outcome = await attemptOne(ctx, { stages, byAddress, auth: call.auth, who: call.who })
    if (outcome instanceof MatrixError) {
      keep(id, pending)
      throw challenge(id, stages, outcome)
    }
    sessions.delete(id)
    return { body, ...outcome }
  }
}

/**
 * Where there are no passwords, the owner of the device touches a passkey in a browser, and the call is made again.
 * Clients that do not know the stage open its fallback page, which leads to the same place.
 * https://spec.matrix.org/v1.19/client-server-api/#oauth-authentication
 */
function openTouch<B>(ctx: AccountsContext, act: string): Interactive<B> {
  const bodies = new Map<string, { body: B | undefined; userNid: number; target: string }>()
  return async (call) => {
    const { who, target = '' } = call
    if (who === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'Passwords are not used here' })
    const known = bodies.get(call.auth?.session ?? '')
    const body = call.body ?? (known?.userNid === who.userNid && known.target === target ? known.body : undefined)
    const challenge = await ctx.ways.current?.challengeFor(who, act)
    if (challenge === undefined) {
      bodies.delete(call.auth?.session ?? '')
      return { body, who }
    }
    const { ticket, url } = challenge
    if (isSmall(body)) bodies.set(ticket, { body, userNid: who.userNid, target })
    const oldest = bodies.size > MAX_SESSIONS ? bodies.keys().next().value : undefined
    if (oldest !== undefined) bodies.delete(oldest)
    throw new MatrixError('M_UNAUTHORIZED', {
      body: { session: ticket, flows: [{ stages: ['m.oauth'] }], params: { 'm.oauth': { url } }, completed: [] },
    })
  }
}

const WRONG_STAGE = new MatrixError('M_UNRECOGNIZED', { message: 'That is not one of the stages' })

interface Attempt {
  stages: readonly Stage[]
  byAddress: ByAddress | undefined
  auth: AuthData
  who: Who | undefined
}

/** The stage that the client has chosen of those there are. */
async function attemptOne(ctx: AccountsContext, { stages, byAddress, auth, who }: Attempt): Promise<Proof | MatrixError> {
  const stage = stages.find((each) => each === auth.type)
  if (stage === undefined) return WRONG_STAGE
  if (stage === 'm.login.email.identity') return byAddress === undefined ? WRONG_STAGE : attemptByAddress(ctx, byAddress, { auth, who })
  return attempt(ctx, stage, auth, who)
}

const NOT_SHOWN = new MatrixError('M_THREEPID_AUTH_FAILED')

/** An address that was shown by mail: a new account will have it; or whose it is may set a new password. */
async function attemptByAddress(
  ctx: AccountsContext,
  byAddress: ByAddress,
  { auth, who }: { auth: AuthData; who: Who | undefined },
): Promise<Proof | MatrixError> {
  const { sid: proofId = '', client_secret: secret = '' } = auth.threepid_creds ?? auth.threepidCreds ?? {}
  const found = await ctx.settings.addresses?.find(proofId, secret, byAddress)
  if (found === undefined) return NOT_SHOWN
  if (byAddress === 'register') return { who, shown: { proofId, secret } }
  const account = await findByAddress(ctx.db, found.address)
  if (account === undefined || (who !== undefined && who.userNid !== account.userNid)) return NOT_SHOWN
  await assertMayComeIn(ctx, account.userNid, 'password')
  return { who: { userId: account.userId, userNid: account.userNid }, shown: { proofId, secret } }
}

async function attempt(
  ctx: AccountsContext,
  stage: Stage,
  auth: AuthData,
  who: Who | undefined,
): Promise<Proof | MatrixError> {
  if (stage === 'm.login.dummy') return { who }
  if (stage === 'm.login.registration_token') {
    const token = auth.token ?? ''
    return (await isGoodToken(ctx, token)) ? { who, token } : new MatrixError('M_UNAUTHORIZED', { message: 'That token is not good' })
  }
  const { serverName, policy } = ctx.settings
  if (!policy.passwordLogin) throw new MatrixError('M_FORBIDDEN', { message: 'Passwords are not used here' })
  const name = auth.identifier?.user ?? auth.user
  const claimed = name === undefined ? who?.userId : resolveUserId(name, serverName)
  const account = await findByPassword(ctx, claimed, auth.password ?? '')
  const isSame = who === undefined || account?.userNid === who.userNid
  if (account === undefined || !isSame) return new MatrixError('M_FORBIDDEN', { message: 'Wrong user name or password' })
  assertMaySignIn(ctx, account, 'password')
  return { who: { userId: account.userId, userNid: account.userNid } }
}

/** The 401 answer. Only a failed attempt has a code: clients show what has one as an error. */
function challenge(session: string, stages: readonly Stage[], failure?: MatrixError): MatrixError {
  const body = { session, flows: stages.map((stage) => ({ stages: [stage] })), params: {}, completed: [] }
  return new MatrixError('M_UNAUTHORIZED', { body: failure === undefined ? body : { ...body, ...failure.body() } })
}

function isSmall(body: unknown): boolean {
  return body !== undefined && JSON.stringify(body).length <= MAX_BODY_CHARS
}
