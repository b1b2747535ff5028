// User-interactive authentication: an operation that asks for more than a token answers 401 with what is missing, and
// is done once it was given.
// https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
import type { AuthData } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { AccountsContext } from './context.ts'
import { assertMaySignIn, findByPassword, resolveUserId } from './identity.ts'
import type { Stage } from './open-sessions.ts'
import { isGoodToken } from './registration-tokens.ts'

/** Somebody by user id and number. */
export interface Who {
  userId: string
  userNid: number
}

/** One call of an operation. */
export interface InteractiveCall<B> {
  auth: AuthData | undefined
  /** The parsed body without `auth`; undefined where the call carried nothing else. */
  body: B | undefined
  /** Whose access token came with the call; without one, the password stage says who it is. */
  who: Who | undefined
  /** What else the call is about, such as the device in its path: a session counts for this only. */
  target?: string
}

/** A call that was authenticated: its body, or where it had none the first call's; and who made it, if that is known. */
export interface Authenticated<B> {
  body: B | undefined
  who: Who | undefined
  /** The registration token that was shown, still to be spent. */
  token?: string | undefined
}

/** Who and by what, once a stage is done. */
type Proof = Pick<Authenticated<unknown>, 'who' | 'token'>

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

/**
 * Opens the sessions of one operation. They live in memory: a body may hold a password, which is never stored.
 * A client may also do the stage in its first call, without a session.
 */
export function openInteractive<B>(ctx: AccountsContext, stage: Stage): Interactive<B> {
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
      throw challenge(id, stage)
    }
    const outcome = call.auth.type === stage ? await attempt(ctx, stage, call.auth, call.who) : WRONG_STAGE
    if (outcome instanceof MatrixError) {
      keep(id, pending)
      throw challenge(id, stage, outcome)
    }
    sessions.delete(id)
    return { body, ...outcome }
  }
}

const WRONG_STAGE = new MatrixError('M_UNRECOGNIZED', { message: 'That is not one of the stages' })

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
function challenge(session: string, stage: Stage, failure?: MatrixError): MatrixError {
  const body = { session, flows: [{ stages: [stage] }], params: {}, completed: [] }
  return new MatrixError('M_UNAUTHORIZED', { body: failure === undefined ? body : { ...body, ...failure.body() } })
}

function isSmall(body: unknown): boolean {
  return body !== undefined && JSON.stringify(body).length <= MAX_BODY_CHARS
}
