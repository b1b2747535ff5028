// Registration tokens: an administrator gives them to people who may make an account by themselves.
// https://spec.matrix.org/v1.19/client-server-api/#token-authenticated-registration
import { MatrixError } from '@chappe/contract'
import type { AccountsContext } from './context.ts'
import type { StoredToken } from './registration-tokens-store.ts'
import { deleteToken, findToken, insertToken, listTokens, updateToken } from './registration-tokens-store.ts'

/** A token as its administrator sees it. */
export interface TokenEntry extends StoredToken {
  isValid: boolean
}

/** What a token is to be; undefined: as it is, or without a bound for a new one. */
export interface TokenWish {
  token?: string | undefined
  usesAllowed?: number | null | undefined
  expiresAtMs?: number | null | undefined
  length?: number | undefined
}

const MAX_TOKENS = 1000
const DEFAULT_LENGTH = 16
// "a string of no more than 64 characters in length, matching the regex [A-Za-z0-9._~-]"
const TOKEN = /^[A-Za-z0-9._~-]{1,64}$/

/** Whether a token would be taken now. */
export async function isGoodToken(ctx: AccountsContext, token: string): Promise<boolean> {
  const stored = TOKEN.test(token) ? await findToken(ctx.db, token) : undefined
  return stored !== undefined && isGood(ctx, stored)
}

/** The same for whoever asks; throws `M_FORBIDDEN` where nobody registers by themselves. */
export async function isTokenGood(ctx: AccountsContext, token: string): Promise<boolean> {
  if (!ctx.settings.policy.openRegistration && ctx.settings.registrationRequiresToken !== true) {
    throw new MatrixError('M_FORBIDDEN', { message: 'Accounts are made by the operator here' })
  }
  return isGoodToken(ctx, token)
}

/** Every token, or those that are good, or those that are not. */
export async function listRegistrationTokens(ctx: AccountsContext, valid: boolean | undefined): Promise<TokenEntry[]> {
  const entries = (await listTokens(ctx.db, MAX_TOKENS)).map((stored) => entryOf(ctx, stored))
  return valid === undefined ? entries : entries.filter((entry) => entry.isValid === valid)
}

/** One token; throws `M_NOT_FOUND`. */
export async function getRegistrationToken(ctx: AccountsContext, token: string): Promise<TokenEntry> {
  const stored = await findToken(ctx.db, token)
  if (stored === undefined) throw noSuchToken()
  return entryOf(ctx, stored)
}

/** Makes a token; throws `M_INVALID_PARAM` where there is one of that name, or a bound makes no sense. */
export async function createRegistrationToken(ctx: AccountsContext, wish: TokenWish): Promise<TokenEntry> {
  const token = wish.token ?? ctx.random.text(wish.length ?? DEFAULT_LENGTH)
  if (!TOKEN.test(token)) throw new MatrixError('M_INVALID_PARAM', { message: 'token: 1 to 64 of A-Z a-z 0-9 . _ ~ -' })
  assertFuture(ctx, wish.expiresAtMs)
  const stored = { token, usesAllowed: wish.usesAllowed ?? null, completed: 0, expiresAtMs: wish.expiresAtMs ?? null }
  if (!(await insertToken(ctx.db, stored))) throw new MatrixError('M_INVALID_PARAM', { message: 'That token exists' })
  return entryOf(ctx, stored)
}

/** Changes the bounds of a token; throws `M_NOT_FOUND`. */
export async function updateRegistrationToken(ctx: AccountsContext, token: string, wish: TokenWish): Promise<TokenEntry> {
  assertFuture(ctx, wish.expiresAtMs)
  const before = await getRegistrationToken(ctx, token)
  const { usesAllowed = before.usesAllowed, expiresAtMs = before.expiresAtMs } = wish
  if (!(await updateToken(ctx.db, { token, usesAllowed, expiresAtMs }))) throw noSuchToken()
  return getRegistrationToken(ctx, token)
}

/** Removes a token; throws `M_NOT_FOUND`. */
export async function deleteRegistrationToken(ctx: AccountsContext, token: string): Promise<void> {
  if (!(await deleteToken(ctx.db, token))) throw noSuchToken()
}

function entryOf(ctx: AccountsContext, stored: StoredToken): TokenEntry {
  return { ...stored, isValid: isGood(ctx, stored) }
}

function isGood(ctx: AccountsContext, { usesAllowed, completed, expiresAtMs }: StoredToken): boolean {
  return (usesAllowed === null || completed < usesAllowed) && (expiresAtMs === null || expiresAtMs > ctx.clock.now())
}

function assertFuture(ctx: AccountsContext, expiresAtMs: number | null | undefined): void {
  if (typeof expiresAtMs !== 'number' || expiresAtMs > ctx.clock.now()) return
  throw new MatrixError('M_INVALID_PARAM', { message: 'expiry_time is in the past' })
}

function noSuchToken(): MatrixError {
  return new MatrixError('M_NOT_FOUND', { message: 'There is no such token' })
}
