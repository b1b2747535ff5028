// Making accounts: open registration, guests.
import type { AuthData } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import { isValidLocalpart, userIdOf } from '@chappe/core'
import type { AccountType } from '@chappe/policy'
import type { AppserviceRef } from '../../appservice-names.ts'
import type { Tx } from '../../db/pool.ts'
import { serverUserIdOf } from '../../server-user.ts'
import { findAccount, insertAccount } from './accounts-store.ts'
import type { AccountsContext } from './context.ts'
import { assertNewPassword, wordsOf } from './identity.ts'
import { assertStrongPassword } from './weak-passwords.ts'
import { spendToken } from './registration-tokens-store.ts'
import { addAddress } from './enrolled.ts'
import type { Interactive, ShownAddress } from './interactive-auth.ts'
import { tellAll } from './listeners.ts'
import type { DeviceWish, SignedIn, SignInResult } from './sign-in.ts'
import { assertDeviceWish, finishSignIn, signIn } from './sign-in.ts'


/** What somebody who registers gives. */
export interface Registration extends DeviceWish {
  username?: string | undefined
  password?: string | undefined
  /** No device is signed in. */
  inhibitLogin?: boolean | undefined
}

/** A new account and, unless that was not wanted, its first device. */
export interface Registered {
  userId: string
  signedIn: SignedIn | undefined
}

/** An account to make. */
export interface AccountWish {
  userId: string
  passwordHash: string | null
  isGuest?: boolean
  isAdmin?: boolean
  /** Left out: as of everybody who registers. */
  accountType?: AccountType
  /** The registration token that is spent with it. */
  token?: string | undefined
  /** The address that was shown by mail, which the account will have. */
  shown?: ShownAddress | undefined
  /** For the profile. */
  displayName?: string | undefined
  /** Undefined: no device is signed in. */
  device: DeviceWish | undefined
}

/** Registers for oneself where the profile has it. Throws the interactive authentication's answer until it is done. */
export async function register(
  ctx: AccountsContext,
  interactive: Interactive<Registration>,
  input: Registration | undefined,
  auth: AuthData | undefined,
): Promise<Registered> {
  assertOpen(ctx)
  // "Homeservers MUST perform the relevant checks and return these codes before performing User-Interactive
  // Authentication": all of them, before anything is asked for or remembered.
  if (input !== undefined) await assertRegistration(ctx, input)
  const { body = {}, token, shown } = await interactive({ auth, body: input, who: undefined })
  const userId = userIdFor(ctx, body.username)
  const passwordHash = body.password === undefined ? null : await ctx.passwords.hash(body.password)
  return createAccount(ctx, { userId, passwordHash, token, shown, device: body.inhibitLogin === true ? undefined : body })
}

/** What somebody who registers on the page of the server gives. */
export interface PageRegistration {
  username: string
  password: string
  /** Where registration takes one. */
  token: string
}

/** How people register on that page; undefined: they do not. */
export function pageRegistrationOf({ settings }: AccountsContext): { takesToken: boolean } | undefined {
  const { policy, registrationRequiresToken: takesToken = false } = settings
  return policy.passwordLogin && (policy.openRegistration || takesToken) ? { takesToken } : undefined
}

/** Registers on the page of the server: no device is signed in. */
export async function registerOnPage(ctx: AccountsContext, { username, password, token }: PageRegistration): Promise<{ userId: string; userNid: number }> {
  const way = pageRegistrationOf(ctx)
  if (way === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'Accounts are made by the operator here' })
  if (username === '') throw new MatrixError('M_INVALID_USERNAME')
  await assertRegistration(ctx, { username, password })
  // People who stand before a page can choose another one at once; what programs send is for the operator to say.
  assertStrongPassword(password, wordsOf(ctx.settings.serverName, username))
  const passwordHash = await ctx.passwords.hash(password)
  const { userId } = await createAccount(ctx, { userId: userIdFor(ctx, username), passwordHash, token: way.takesToken ? token : undefined, device: undefined })
  const account = await findAccount(ctx.db, userId)
  if (account === undefined) throw new MatrixError('M_UNKNOWN')
  return { userId, userNid: account.userNid }
}

/** Makes a guest, whose name, device and all are made up. */
export async function registerGuest(ctx: AccountsContext, displayName: string | undefined): Promise<Registered> {
  if (!ctx.settings.policy.guestAccess) throw new MatrixError('M_FORBIDDEN', { message: 'There are no guests here' })
  const userId = userIdFor(ctx, `guest-${randomLocalpart(ctx)}`)
  return createAccount(ctx, { userId, passwordHash: null, isGuest: true, device: { displayName } })
}

/** Throws unless the name is valid and free. */
export async function assertAvailable(ctx: AccountsContext, username: string): Promise<void> {
  assertOpen(ctx)
  await assertFree(ctx, userIdFor(ctx, username))
}

/** Makes an account. Throws `M_USER_IN_USE` when the name is taken. */
export async function createAccount(ctx: AccountsContext, wish: AccountWish): Promise<Registered> {
  const { userId, passwordHash, isGuest = false, isAdmin = false, accountType } = wish
  assertNotReserved(ctx, userId)
  const result = await ctx.db.transaction().execute(async (tx): Promise<SignInResult | undefined> => {
    if (wish.token !== undefined && !(await spendToken(tx, wish.token, ctx.clock.now()))) {
      throw new MatrixError('M_FORBIDDEN', { message: 'That registration token was used up meanwhile' })
    }
    const account = { userId, passwordHash, isGuest, isAdmin, accountType, createdAtMs: ctx.clock.now() }
    const userNid = await insertAccount(tx, account)
    if (userNid === undefined) throw new MatrixError('M_USER_IN_USE')
    if (wish.shown !== undefined) await giveAddress(ctx, tx, { userNid, ...wish.shown })
    return wish.device === undefined ? undefined : signIn(tx, ctx, { userId, userNid }, wish.device)
  })
  await tellAll(ctx.listeners.accountCreated, userId, { displayName: wish.displayName })
  return { userId, signedIn: result === undefined ? undefined : await finishSignIn(ctx, result) }
}

/** Uses up what shows an address, and gives it to the account. */
async function giveAddress(ctx: AccountsContext, tx: Tx, { userNid, proofId, secret }: ShownAddress & { userNid: number }): Promise<void> {
  const taken = await ctx.settings.addresses?.take(tx, proofId, secret, 'register')
  if (taken === undefined) throw new MatrixError('M_THREEPID_AUTH_FAILED')
  await addAddress(ctx, tx, { userNid, address: taken.address })
}

/**
 * The user id of a wished-for name: a localpart, or the whole user id. Capitals are written small, as clients expect.
 * Throws `M_INVALID_USERNAME`. Without a name, one is made up.
 */
export function userIdFor(ctx: AccountsContext, username: string | undefined): string {
  const { serverName } = ctx.settings
  const wish = (username ?? randomLocalpart(ctx)).toLowerCase()
  const suffix = `:${serverName.toLowerCase()}`
  const localpart = wish.startsWith('@') && wish.endsWith(suffix) ? wish.slice(1, -suffix.length) : wish
  const userId = isValidLocalpart(localpart) ? userIdOf(localpart, serverName) : undefined
  if (userId === undefined) throw new MatrixError('M_INVALID_USERNAME')
  return userId
}

async function assertRegistration(ctx: AccountsContext, input: Registration): Promise<void> {
  assertDeviceWish(input)
  if (input.password !== undefined) assertNewPassword(ctx.settings, input.password, input.username)
  if (input.username !== undefined) await assertFree(ctx, userIdFor(ctx, input.username))
}

/** Makes an account for an application service, in its namespace. Throws `M_EXCLUSIVE` outside. */
export async function registerForAppservice(ctx: AccountsContext, asToken: string | undefined, input: Registration): Promise<Registered> {
  const service = appserviceOf(ctx, asToken)
  assertDeviceWish(input)
  const userId = userIdFor(ctx, input.username)
  if (!service.ownsUser(userId)) throw new MatrixError('M_EXCLUSIVE', { message: 'That user is not of your namespace' })
  return createAccount(ctx, { userId, passwordHash: null, device: input.inhibitLogin === true ? undefined : input })
}

/** The application service of a token; throws `M_MISSING_TOKEN` or `M_UNKNOWN_TOKEN`. */
export function appserviceOf(ctx: AccountsContext, asToken: string | undefined): AppserviceRef {
  if (asToken === undefined) throw new MatrixError('M_MISSING_TOKEN')
  const service = ctx.settings.appservices.findByToken(asToken)
  if (service === undefined) throw new MatrixError('M_UNKNOWN_TOKEN')
  return service
}

/** Makes the account of an application service itself, where it is not there yet. */
export async function ensureAccount(ctx: AccountsContext, userId: string): Promise<void> {
  if ((await findAccount(ctx.db, userId)) !== undefined) return
  await createAccount(ctx, { userId, passwordHash: null, device: undefined })
}

async function assertFree(ctx: AccountsContext, userId: string): Promise<void> {
  if (ctx.settings.appservices.isUserReserved(userId)) throw new MatrixError('M_EXCLUSIVE')
  assertNotReserved(ctx, userId)
  if ((await findAccount(ctx.db, userId)) !== undefined) throw new MatrixError('M_USER_IN_USE')
}

/** The server's own account speaks for the server: nobody else does. */
function assertNotReserved(ctx: AccountsContext, userId: string): void {
  if (userId === serverUserIdOf(ctx.settings.serverName)) throw new MatrixError('M_EXCLUSIVE')
}

/** Throws `M_FORBIDDEN` unless people may register by themselves. */
export function assertOpen(ctx: AccountsContext): void {
  if (ctx.settings.policy.openRegistration || ctx.settings.registrationRequiresToken === true) return
  throw new MatrixError('M_FORBIDDEN', { message: 'Accounts are made by the operator here' })
}

/** About 60 random bits in letters and digits. */
function randomLocalpart(ctx: AccountsContext): string {
  return ctx.random.text(12).toLowerCase().replaceAll(/[^a-z0-9]/g, '0')
}
