// Accounts: making them, signing devices in and out, and stopping them.
import type { AuthData } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { Standing, WayIn } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import { listUserIds } from './accounts-store.ts'
import type { AccountAdministration } from './administration.ts'
import { openAdministration } from './administration.ts'
import type { AccountsContext, AccountsDeps, Ways } from './context.ts'
import type { Device } from './devices-store.ts'
import { approveDevice, endAllDevices, endDevices, getDevice, listDevices, putDevice, renameDevice } from './devices.ts'
import type { EnrolledAccounts } from './enrolled.ts'
import { openEnrolled } from './enrolled.ts'
import { assertMayComeIn, assertMaySignIn, assertNewPassword } from './identity.ts'
import type { ExerciseAccounts } from './exercise.ts'
import { openExerciseAccounts } from './exercise.ts'
import type { Fallback } from './fallback.ts'
import { openFallback } from './fallback.ts'
import type { Authenticated, CallingWho, Interactive, Who } from './interactive-auth.ts'
import { openInteractive } from './interactive-auth.ts'
import type { AccountClosedListener, AccountCreatedListener, AroundNewDevice, DeviceListener, NewPasswordListener, ProbationListener, TokenReuseListener } from './listeners.ts'
import { createListeners } from './listeners.ts'
import { loginForAppservice, loginWithPassword, loginWithToken, makeLoginToken, provePassword } from './login.ts'
import type { OAuthDevices } from './oauth-devices.ts'
import { openOAuthDevices } from './oauth-devices.ts'
import { openIdUserOf, requestOpenIdToken } from './openid.ts'
import { closeAccount, setPassword } from './owner.ts'
import { createPasswords } from './passwords.ts'
import type { Refreshed } from './refresh.ts'
import { refreshTokens } from './refresh.ts'
import type { PageRegistration, Registered, Registration } from './registration.ts'
import { assertAvailable, ensureAccount, pageRegistrationOf, register, registerForAppservice, registerGuest, registerOnPage } from './registration.ts'
import { isTokenGood } from './registration-tokens.ts'
import type { ServerCaller } from './server-account.ts'
import { serverCaller } from './server-account.ts'
import type { SharedSecret } from './shared-secret.ts'
import { openSharedSecret } from './shared-secret.ts'
import type { DeviceWish, SignedIn } from './sign-in.ts'
import type { Stopping } from './stopping.ts'
import { openStopping } from './stopping.ts'

export type { AccountAdministration } from './administration.ts'
export type { AccountDetails } from './administration-store.ts'
export type { AccountsDeps, Ways } from './context.ts'
export type { Device } from './devices-store.ts'
export type { EnrolledAccounts } from './enrolled.ts'
export type { ExerciseAccounts } from './exercise.ts'
export type { EndingAccount, EnrolledAccount, ListedAccount } from './enrolled-store.ts'
export type { Page } from './fallback-pages.ts'
export type { Authenticated, Interactive, InteractiveCall, Who } from './interactive-auth.ts'
export { assertBreachedPasswords, openBreachedPasswords } from './breached-passwords.ts'
export type { IsBreached } from './breached-passwords.ts'
export { newPasswordMail } from './new-password-mail.ts'
export type { DeviceChange } from './listeners.ts'
export type { OAuthDevices } from './oauth-devices.ts'
export type { Admission } from './sign-in-store.ts'
export type { Registered, Registration } from './registration.ts'
export type { TokenEntry } from './registration-tokens.ts'
export type { ServerCaller } from './server-account.ts'
export type { Sessions } from './sessions.ts'
export { createSessions } from './sessions.ts'
export type { Order, StateChange } from './states.ts'
export type { AccountRecord, Stopping } from './stopping.ts'
export type { DeviceWish, SignedIn } from './sign-in.ts'

/** Whoever calls with a token: the device is part of it. */
export interface Caller extends Who {
  deviceId: string
  deviceNid: number
  isGuest: boolean
  /** Set where an application service acts: it proves itself by its token alone (MSC4190). */
  appservice?: object
  /** Set on a device that was signed in through OAuth 2.0. */
  oauth?: object
}

/** The operations of this feature. `auth` is what a client submits for interactive authentication. */
export interface Accounts {
  /** The name of this server, for answers that repeat it. */
  serverName: string
  register(input: Registration | undefined, auth: AuthData | undefined): Promise<Registered>
  registerGuest(displayName: string | undefined): Promise<Registered>
  /** Registering on the page of the server. */
  registration: {
    /** How; undefined: nobody does. */
    onPage: { takesToken: boolean } | undefined
    /** Makes the account; throws what is wrong with the name, the password or the token. */
    register(input: PageRegistration): Promise<Who>
  }
  /** Makes an account in the namespace of the application service of a token. */
  registerForAppservice(asToken: string | undefined, input: Registration): Promise<Registered>
  loginForAppservice(asToken: string | undefined, user: string, wish: DeviceWish): Promise<SignedIn>
  /** Makes an account without a way in, where there is none of that name. */
  ensureAccount(userId: string): Promise<void>
  /** Throws `M_USER_IN_USE` or `M_INVALID_USERNAME` unless somebody may register under that name. */
  assertAvailable(username: string): Promise<void>
  /** Whether a registration token would be taken; throws `M_FORBIDDEN` where none is. */
  isTokenGood(token: string): Promise<boolean>
  sharedSecret: SharedSecret
  administration: AccountAdministration
  /** Accounts as organisations have them. */
  enrolled: EnrolledAccounts
  /** The pages for clients that do not know a stage. */
  fallback: Fallback
  requestOpenIdToken(caller: Caller, userId: string): Promise<{ token: string; expiresInMs: number }>
  /** Whose OpenID token that is; throws `M_UNKNOWN_TOKEN`. */
  openIdUserOf(token: string): Promise<string>
  /** The server's own account, made when it is first needed. Nobody can sign in to it. */
  serverCaller(): Promise<ServerCaller>
  /** The kinds of login there are, as `/login` lists them. */
  loginFlows(): LoginFlow[]
  loginWithPassword(user: string, password: string, wish: DeviceWish): Promise<SignedIn>
  /** Whose name or address and password these are, if they may come in; throws what they are told. `ip`: where it is tried from. */
  provePassword(user: string, password: string, ip: string): Promise<Who>
  /** Throws what the owner of an account that may not be used is told, who has proved it in another way. */
  assertMayComeIn(userNid: number, way: WayIn): Promise<void>
  /** The same by where the account stands. */
  assertMaySignIn(standing: Standing, way: WayIn): void
  loginWithToken(token: string, wish: DeviceWish): Promise<SignedIn>
  createLoginToken(caller: Caller, auth: AuthData | undefined): Promise<{ loginToken: string; expiresInMs: number }>
  refresh(refreshToken: string): Promise<Refreshed>
  logout(caller: Caller): Promise<void>
  logoutAll(caller: Caller): Promise<void>
  listDevices(caller: Caller): Promise<Device[]>
  getDevice(caller: Caller, deviceId: string): Promise<Device>
  /** True: an application service's user had no such device, and it was made. */
  renameDevice(caller: Caller, deviceId: string, displayName: string | undefined): Promise<boolean>
  deleteDevice(caller: Caller, deviceId: string, auth: AuthData | undefined): Promise<void>
  deleteDevices(caller: Caller, deviceIds: readonly string[] | undefined, auth: AuthData | undefined): Promise<void>
  /** Ends the probation of a device; throws `M_NOT_FOUND` where none of that id waits. Who may is for the caller to see to. `also` commits with it. */
  approveDevice(who: Who, deviceId: string, also?: (tx: Tx) => Promise<void>): Promise<void>
  /** Closes the account of somebody who has shown who they are. */
  close(who: Who, erase: boolean): Promise<void>
  /** Ends devices of an account without asking for anything more. */
  endDevices(who: Who, deviceIds: readonly string[]): Promise<void>
  changePassword(caller: Caller | undefined, input: NewPassword | undefined, auth: AuthData | undefined): Promise<void>
  deactivate(caller: Caller | undefined, input: { erase: boolean } | undefined, auth: AuthData | undefined): Promise<void>
  /** What containment and the desk do to accounts. */
  stopping: Stopping
  /** The user ids of accounts by their numbers, in that order; unknown ones are left out. */
  userIdsOf(userNids: readonly number[]): Promise<string[]>
  /**
   * Interactive authentication for an operation of another feature: by password, or by the touch of a passkey where there
   * are none. `act` is what the owner is told they agree to. Called once, when it is tied.
   */
  openPasswordStage<B>(act: string): Interactive<B>
  /** Ties what passkeys do for accounts. Called once. */
  useWays(ways: Ways): void
  onDeviceChange(listener: DeviceListener): void
  /** How a device that is made in one statement is told of with it. */
  useNewDevices(around: AroundNewDevice): void
  onProbation(listener: ProbationListener): void
  onAccountCreated(listener: AccountCreatedListener): void
  onAccountClosed(listener: AccountClosedListener): void
  onNewPassword(listener: NewPasswordListener): void
  onTokenReuse(listener: TokenReuseListener): void
  /** What the OAuth 2.0 provider does. */
  oauth: OAuthDevices
  /** Accounts of a drill. */
  exercises: ExerciseAccounts
}

/** A new password, and whether the other devices end. */
export interface NewPassword {
  password: string
  logoutDevices: boolean
}

/** One kind of login. */
export interface LoginFlow {
  type: string
  get_login_token?: boolean
  identity_providers?: { id: string; name: string }[]
  oauth_aware_preferred?: boolean
  'org.matrix.msc3824.delegated_oidc_compatibility'?: boolean
}

/** Ties the operations to what they need. */
export function createAccounts(deps: AccountsDeps): Accounts {
  const ctx: AccountsContext = { ...deps, passwords: createPasswords(undefined, deps.settings.isBreached), listeners: createListeners(), openSessions: new Set(), ways: {} }
  const { listeners } = ctx
  deps.sessions.onForget(({ userId, deviceNid, how }) => {
    if (how === 'changed' || deviceNid !== undefined) return
    for (const each of ctx.openSessions) each.endOf(userId)
  })
  // Who needs a token needs it with an address, too: there is no second way.
  const registration = deps.settings.registrationRequiresToken === true
    ? openInteractive<Registration>(ctx, 'm.login.registration_token')
    : openInteractive<Registration>(ctx, 'm.login.dummy', { byAddress: deps.settings.policy.addressesByOwner ? 'register' : undefined })
  return {
    serverName: deps.settings.serverName,
    register: (input, auth) => register(ctx, registration, input, auth),
    registration: { onPage: pageRegistrationOf(ctx), register: (input) => registerOnPage(ctx, input) },
    registerGuest: (displayName) => registerGuest(ctx, displayName),
    registerForAppservice: (asToken, input) => registerForAppservice(ctx, asToken, input),
    loginForAppservice: (asToken, user, wish) => loginForAppservice(ctx, asToken, user, wish),
    ensureAccount: (userId) => ensureAccount(ctx, userId),
    assertAvailable: (username) => assertAvailable(ctx, username),
    isTokenGood: (token) => isTokenGood(ctx, token),
    sharedSecret: openSharedSecret(ctx),
    administration: openAdministration(ctx),
    enrolled: openEnrolled(ctx),
    fallback: openFallback(ctx),
    requestOpenIdToken: (caller, userId) => requestOpenIdToken(ctx, caller, userId),
    openIdUserOf: (token) => openIdUserOf(ctx, token),
    serverCaller: () => serverCaller(ctx),
    loginFlows: () => loginFlows(deps.settings),
    loginWithPassword: (user, password, wish) => loginWithPassword(ctx, user, password, wish),
    provePassword: (user, password, ip) => provePassword(ctx, user, password, ip),
    assertMayComeIn: (userNid, way) => assertMayComeIn(ctx, userNid, way),
    assertMaySignIn: (standing, way) => assertMaySignIn(ctx, standing, way),
    loginWithToken: (token, wish) => loginWithToken(ctx, token, wish),
    refresh: (refreshToken) => refreshTokens(ctx, refreshToken),
    logout: (caller) => endDevices(ctx, caller, { ids: [caller.deviceId] }),
    logoutAll: (caller) => endAllDevices(ctx, caller),
    listDevices: (caller) => listDevices(ctx, caller),
    getDevice: (caller, deviceId) => getDevice(ctx, caller, deviceId),
    async renameDevice(caller, deviceId, displayName) {
      if (caller.appservice !== undefined) return putDevice(ctx, caller, deviceId, displayName)
      await renameDevice(ctx, caller, deviceId, displayName)
      return false
    },
    approveDevice: (who, deviceId, also) => approveDevice(ctx, who, deviceId, also),
    endDevices: (who, ids) => endDevices(ctx, who, { ids }),
    close: (who, erase) => closeAccount(ctx, who, erase),
    ...passwordProtected(ctx),
    stopping: openStopping(ctx),
    userIdsOf: (userNids) => (userNids.length === 0 ? Promise.resolve([]) : listUserIds(ctx.db, userNids)),
    openPasswordStage: (act) => openInteractive(ctx, 'm.login.password', { act }),
    useWays(ways) {
      ctx.ways.current = ways
    },
    onProbation: (listener) => void listeners.probation.add(listener),
    onDeviceChange: (listener) => void listeners.device.add(listener),
    useNewDevices(around) {
      ctx.ways.aroundNewDevice = around
    },
    onAccountCreated: (listener) => void listeners.accountCreated.add(listener),
    onAccountClosed: (listener) => void listeners.accountClosed.add(listener),
    onNewPassword: (listener) => void listeners.newPassword.add(listener),
    onTokenReuse: (listener) => void listeners.tokenReuse.add(listener),
    oauth: openOAuthDevices(ctx),
    exercises: openExerciseAccounts(ctx),
  }
}

type PasswordProtected = Pick<
  Accounts,
  'createLoginToken' | 'deleteDevice' | 'deleteDevices' | 'changePassword' | 'deactivate'
>

/** The operations that a stolen token alone must not reach. */
function passwordProtected(ctx: AccountsContext): PasswordProtected {
  const forToken = openInteractive<undefined>(ctx, 'm.login.password', { act: 'add_device' })
  const forDevice = openInteractive<undefined>(ctx, 'm.login.password', { act: 'delete_devices' })
  const forDevices = openInteractive<readonly string[]>(ctx, 'm.login.password', { act: 'delete_devices' })
  const byAddress = ctx.settings.policy.passwordResetByMail ? 'password' : undefined
  const forPassword = openInteractive<NewPassword>(ctx, 'm.login.password', { act: 'change_password', byAddress })
  const forClosing = openInteractive<{ erase: boolean }>(ctx, 'm.login.password', { act: 'close_account' })
  return {
    async createLoginToken(caller, auth) {
      assertNoOAuth(ctx, caller)
      await forToken({ auth, body: undefined, who: whoOf(caller) })
      return makeLoginToken(ctx, caller)
    },
    async deleteDevice(caller, deviceId, auth) {
      assertNoOAuth(ctx, caller)
      if (caller.appservice === undefined) await forDevice({ auth, body: undefined, who: whoOf(caller), target: deviceId })
      await endDevices(ctx, caller, { ids: [deviceId] })
    },
    async deleteDevices(caller, deviceIds, auth) {
      assertNoOAuth(ctx, caller)
      assertStarted(deviceIds, auth, 'devices')
      const isService = caller.appservice !== undefined
      const { body } = isService ? { body: deviceIds } : await forDevices({ auth, body: deviceIds, who: whoOf(caller) })
      if (body === undefined) throw missing('devices')
      await endDevices(ctx, caller, { ids: body })
    },
    async changePassword(caller, input, auth) {
      assertNoGuest(caller)
      assertNoOAuth(ctx, caller)
      if (!ctx.settings.policy.passwordLogin) throw new MatrixError('M_FORBIDDEN', { message: 'Passwords are not used here' })
      assertStarted(input, auth, 'new_password')
      if (input !== undefined) assertNewPassword(ctx.settings, input.password, caller?.userId)
      const done = await forPassword({ auth, body: input, who: whoOf(caller) })
      if (done.body === undefined) throw missing('new_password')
      const { password, logoutDevices } = done.body
      await setPassword(ctx, identified(done), { password, logoutDevices, keepDeviceId: caller?.deviceId, shown: done.shown })
    },
    async deactivate(caller, input, auth) {
      assertNoGuest(caller)
      assertNoOAuth(ctx, caller)
      const done = await forClosing({ auth, body: input, who: whoOf(caller) })
      await closeAccount(ctx, identified(done), done.body?.erase ?? false)
    },
  }
}

function loginFlows({ policy, appservices }: AccountsDeps['settings']): LoginFlow[] {
  // A login token is asked for with a password, so the one goes with the other.
  const people = policy.passwordLogin ? [{ type: 'm.login.password' }, { type: 'm.login.token', get_login_token: true }] : []
  const bridges = appservices.isEmpty ? [] : [{ type: 'm.login.application_service' }]
  return [...(policy.legacySso ? [SSO] : []), ...people, ...bridges]
}

/** For clients that do not know OAuth 2.0: the very same pages (MSC3824, and its name before the specification's). */
const SSO: LoginFlow = {
  type: 'm.login.sso',
  identity_providers: [{ id: 'chappe', name: 'Chappe' }],
  oauth_aware_preferred: true,
  'org.matrix.msc3824.delegated_oidc_compatibility': true,
}

function whoOf(caller: Caller | undefined): CallingWho | undefined {
  return caller === undefined ? undefined : { userId: caller.userId, userNid: caller.userNid, deviceNid: caller.deviceNid }
}

function identified(done: Authenticated<unknown>): Who {
  if (done.who === undefined) throw new MatrixError('M_UNAUTHORIZED')
  return done.who
}

function assertNoGuest(caller: Caller | undefined): void {
  if (caller?.isGuest === true) throw new MatrixError('M_GUEST_ACCESS_FORBIDDEN')
}

/** "The endpoints that depend on it can't be used when an access token is obtained with this API." */
function assertNoOAuth({ settings }: AccountsContext, caller: Caller | undefined): void {
  if (caller?.oauth === undefined) return
  throw new MatrixError('M_FORBIDDEN', { message: `That is done on the page of your account: ${settings.publicUrl}/account` })
}

/** A call without its own members only makes sense where it goes on with an authentication. */
function assertStarted(input: unknown, auth: AuthData | undefined, member: string): void {
  if (input === undefined && auth?.session === undefined) throw missing(member)
}

function missing(member: string): MatrixError {
  return new MatrixError('M_MISSING_PARAM', { message: `body: ${member} is missing` })
}
