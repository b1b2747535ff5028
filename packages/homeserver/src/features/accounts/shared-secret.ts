// Registration by the operator's shared secret: the secret itself never travels.
// https://element-hq.github.io/synapse/latest/admin_api/register_api.html
import { createHmac, timingSafeEqual } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import { findAccount } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { assertNewPassword } from './identity.ts'
import type { Registered } from './registration.ts'
import { createAccount, userIdFor } from './registration.ts'

/** What whoever knows the secret asks for. */
export interface SecretRegistration {
  nonce: string
  username: string
  password: string
  isAdmin: boolean
  displayName: string | undefined
  userType: string | undefined
  inhibitLogin: boolean
  /** Hexadecimal HMAC-SHA1 of nonce, name, password, `admin` or `notadmin` and the user type, with NULs between. */
  mac: string
}

/** The two halves of the protocol. Both throw `M_UNRECOGNIZED` while no secret is configured. */
export interface SharedSecret {
  /** A nonce that is good once, for a minute. */
  makeNonce(): string
  /** Throws `M_UNKNOWN` (400) for a nonce that is not good, `M_FORBIDDEN` for a wrong MAC. */
  register(input: SecretRegistration): Promise<Registered & { enrolmentUrl?: string | undefined }>
}

const NONCE_MS = 60_000
/** The oldest goes. */
const MAX_NONCES = 1_000

/** Opens the protocol. Nonces live in memory: one that a restart lost is asked for again. */
export function openSharedSecret(ctx: AccountsContext): SharedSecret {
  const nonces = new Map<string, number>()

  function secret(): string {
    const configured = ctx.settings.registrationSharedSecret
    if (configured !== undefined && configured !== '') return configured
    throw new MatrixError('M_UNRECOGNIZED', { status: 403, message: 'No shared secret for registration is configured' })
  }

  function take(nonce: string): void {
    const endsAtMs = nonces.get(nonce)
    nonces.delete(nonce)
    if (endsAtMs !== undefined && endsAtMs > ctx.clock.now()) return
    throw new MatrixError('M_UNKNOWN', { status: 400, message: 'That nonce is not known, or no longer' })
  }

  return {
    makeNonce() {
      secret()
      const nonce = ctx.random.text(64)
      nonces.set(nonce, ctx.clock.now() + NONCE_MS)
      const oldest = nonces.size > MAX_NONCES ? nonces.keys().next().value : undefined
      if (oldest !== undefined) nonces.delete(oldest)
      return nonce
    },
    async register(input) {
      const key = secret()
      take(input.nonce)
      if (!isMacOf(key, input)) throw new MatrixError('M_FORBIDDEN', { message: 'The MAC is not right' })
      const { passwordLogin } = ctx.settings.policy
      if (passwordLogin) assertNewPassword(ctx.settings, input.password, input.username)
      const registered = await createAccount(ctx, {
        userId: userIdFor(ctx, input.username),
        // A password that opens nothing is not kept.
        passwordHash: passwordLogin ? await ctx.passwords.hash(input.password) : null,
        isAdmin: input.isAdmin,
        displayName: input.displayName,
        device: input.inhibitLogin ? undefined : {},
      })
      return passwordLogin ? registered : { ...registered, enrolmentUrl: await linkFor(ctx, registered.userId) }
    },
  }
}

/** Without a password, a link is the way in. */
async function linkFor(ctx: AccountsContext, userId: string): Promise<string | undefined> {
  const account = await findAccount(ctx.db, userId)
  return account === undefined ? undefined : ctx.ways.current?.issueLink(account.userNid)
}

function isMacOf(key: string, input: SecretRegistration): boolean {
  const parts = [input.nonce, input.username, input.password, input.isAdmin ? 'admin' : 'notadmin']
  if (input.userType !== undefined) parts.push(input.userType)
  // NUL parts the fields; within one it would let two requests have one MAC.
  if (parts.some((part) => part.includes('\0'))) return false
  const expected = createHmac('sha1', key).update(parts.join('\0')).digest()
  const given = Buffer.from(/^[0-9a-f]{40}$/i.test(input.mac) ? input.mac : '', 'hex')
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected)
}
