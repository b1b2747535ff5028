// The server's own pages and what stands behind them, tied together: passkeys, signing in, enrolment, step-up, the pages
// of an account.
import { MatrixError } from '@chappe/contract'
import type { Letter, ProfilePolicy } from '@chappe/policy'
import type { AlertLog, Alerts } from '../alerts.ts'
import { createAlerts } from '../features/alerts/alerts.ts'
import { createAccessibility } from '../features/accessibility/accessibility.ts'
import { accessibilityRoutes } from '../features/accessibility/routes/all.ts'
import { accountPagesRoutes } from '../features/account-pages/routes/all.ts'
import type { AccountPages } from '../features/account-pages/account-pages.ts'
import { createAccountPages } from '../features/account-pages/account-pages.ts'
import type { Accounts } from '../features/accounts/accounts.ts'
import { accountsRoutes } from '../features/accounts/routes/all.ts'
import type { EnrolmentLinks } from '../features/enrolment-links/enrolment-links.ts'
import { createEnrolmentLinks } from '../features/enrolment-links/enrolment-links.ts'
import type { Addresses, EnrolmentPagesDeps } from '../features/enrolment-pages/enrolment-pages.ts'
import { createEnrolmentPages } from '../features/enrolment-pages/enrolment-pages.ts'
import { enrolmentPagesRoutes } from '../features/enrolment-pages/routes/all.ts'
import { createPairings } from '../features/pairing/pairing.ts'
import { pairingRoutes } from '../features/pairing/routes/all.ts'
import type { Passkeys } from '../features/passkeys/passkeys.ts'
import { createPasskeys } from '../features/passkeys/passkeys.ts'
import type { Probation } from '../features/probation/probation.ts'
import { createProbation } from '../features/probation/probation.ts'
import { probationRoutes } from '../features/probation/routes/all.ts'
import type { Profiles } from '../features/profiles/profiles.ts'
import type { Recovery } from '../features/recovery/recovery.ts'
import { createRecovery } from '../features/recovery/recovery.ts'
import { recoveryRoutes } from '../features/recovery/routes/all.ts'
import { signInRoutes } from '../features/sign-in/routes/all.ts'
import type { Newcomers } from '../features/sign-in/sign-in.ts'
import { createSignIn } from '../features/sign-in/sign-in.ts'
import { stepUpRoutes } from '../features/step-up/routes/all.ts'
import type { StepUps } from '../features/step-up/step-up.ts'
import { createStepUps } from '../features/step-up/step-up.ts'
import { webSessionsRoutes } from '../features/web-sessions/routes/all.ts'
import { createWebSessions } from '../features/web-sessions/web-sessions.ts'
import type { Foundation } from '../foundation.ts'
import type { Route } from '../http/route.ts'
import type { Mail } from '../mail.ts'
import type { SessionLife } from '../session.ts'
import type { HomeserverSettings } from '../settings.ts'
import type { WebSessions } from '../web-session.ts'

/** What the pages give the others. */
export interface Web {
  /** Those of accounts, and the pages. */
  routes: Route[]
  alerts: Alerts & AlertLog
  sessions: WebSessions
  passkeys: Passkeys
  stepUps: StepUps
  links: EnrolmentLinks
  probation: Pick<Probation, 'endLinksOf'>
  recovery: Recovery
  /** Ends what somebody could come in with again: sessions of browsers, links, passkeys. */
  endAllOf(who: { userId: string; userNid: number }): Promise<void>
  /** Ties what the pages need of what stands on them. */
  use(later: Later): void
}

/** What is tied later. */
interface Later {
  /** Tells somebody something in the name of the server. */
  tell(userId: string, letter: Letter): Promise<void>
  /** Stops an account whose owner says that it wasn't them. */
  contain(userId: string, asking?: SessionLife): Promise<void>
  /** By which addresses people enrol, and how those of a domain do. */
  addresses: Addresses
  findDomain(domain: string): Promise<{ enrolment: 'open' | 'invitation' | 'directory' } | undefined>
  profiles: Pick<Profiles, 'memberProfileOf' | 'setFieldOf'>
  identityProviders(): { id: string; name: string; issuer: string }[]
}

type Settings = HomeserverSettings & { policy: ProfilePolicy }

/** Ties the pages. */
export function createWeb(foundation: Foundation, { accounts, mail, settings }: { accounts: Accounts; mail: Mail; settings: Settings }): Web {
  const { clock, random, logger, database: { db } } = foundation
  const sessions = createWebSessions({ db, clock, random, settings })
  const alerts = createAlerts({ db, clock, logger })
  const passkeys = createPasskeys({ db, clock, random, alerts, logger, settings })
  const links = createEnrolmentLinks({ db, clock, random, settings })
  const stepUps = createStepUps({ db, clock, random, passkeys, settings })
  const assertMayComeIn: Accounts['assertMayComeIn'] = (userNid, way) => accounts.assertMayComeIn(userNid, way)
  const provePassword: Accounts['provePassword'] = (user, password, ip) => accounts.provePassword(user, password, ip)
  accounts.useWays({ challengeFor: (session, act) => stepUps.challengeFor(session, act), issueLink: (userNid) => links.issueFirst(userNid) })
  // What stands on rooms and on everything that can be stopped is tied later.
  const later: Partial<Later> = {}
  const contain = async (userId: string, asking?: SessionLife): Promise<void> => later.contain?.(userId, asking)
  const tell = async (userId: string, letter: Letter): Promise<void> => later.tell?.(userId, letter)
  const { find, listAddresses } = accounts.enrolled
  const probation = createProbation({
    world: { db, clock, random, logger },
    stepUp: stepUps,
    accounts: {
      approveDevice: (who, deviceId) => accounts.approveDevice(who, deviceId),
      endDevices: (who, deviceIds) => accounts.endDevices(who, deviceIds),
      contain,
      find,
      listAddresses,
    },
    tell,
    mail,
    settings,
  })
  const recovery = createRecovery({ db, world: { clock, random, logger }, stepUp: stepUps, issueLink: (userNid) => links.issueRecovery(userNid), tell, settings })
  accounts.onProbation(async (userId, { deviceId }) => {
    await probation.announce(userId, await accounts.administration.getDevice(userId, deviceId))
  })
  passkeys.onChange((userId, change, name) => tell(userId, passkeyNotice(change, name, settings.publicUrl)))
  const now = (): number => clock.now()
  const addresses = addressesOf(later)
  const newcomers = newcomersOf({ accounts, addresses, settings }, later)
  const identityProviders = () => later.identityProviders?.() ?? []
  const assertMaySignIn: Accounts['assertMaySignIn'] = (standing, way) => accounts.assertMaySignIn(standing, way)
  const signIn = createSignIn({ sessions, passkeys, accounts: { provePassword, assertMaySignIn }, newcomers, identityProviders, settings })
  const enrolment = createEnrolmentPages({ sessions, ways: { links: linksOf(links, accounts.stopping.links), addresses }, passkeys, assertMayComeIn, now, settings })
  const accountPages = tieAccountPages({ accounts, sessions, passkeys, stepUps, settings }, { contain, now, later })
  const routes = [
    ...accountsRoutes(accounts),
    ...webSessionsRoutes(sessions, settings),
    ...accessibilityRoutes(createAccessibility({ settings })),
    ...signInRoutes(signIn),
    ...enrolmentPagesRoutes(enrolment),
    ...stepUpRoutes(stepUps),
    ...probationRoutes(probation),
    ...pairingRoutes(createPairings({ world: { db, clock }, alerts, stepUp: stepUps, passkeys, accounts, settings })),
    ...recoveryRoutes(recovery),
    ...accountPagesRoutes(accountPages),
  ]
  return {
    routes,
    alerts,
    sessions,
    passkeys,
    stepUps,
    links,
    probation,
    recovery,
    async endAllOf({ userId, userNid }) {
      await Promise.all([sessions.endAll(userId), links.endAllOf(userNid), passkeys.removeAllOf(userNid)])
    },
    use(parts) {
      Object.assign(later, parts)
    },
  }
}

/** Who changes the keys of an account says so to its owner, who may be somebody else. */
function passkeyNotice(change: 'added' | 'removed', name: string, publicUrl: string): Letter {
  const url = new URL('/account/not-me', publicUrl).href
  const [fr, en] = change === 'added' ? ['ajoutée à', 'added to'] : ['retirée de', 'removed from']
  return {
    fr: `Une clé d’accès (« ${name} ») vient d’être ${fr} votre compte. Si ce n’était pas vous, arrêtez votre compte ici : ${url}`,
    en: `A passkey (“${name}”) was just ${en} your account. If that was not you, stop your account here: ${url}`,
  }
}

/** Enrolment by an address, once it is tied. */
function addressesOf(later: Partial<Later>): Addresses {
  function tied(): Addresses {
    if (later.addresses === undefined) throw new MatrixError('CHAPPE_UNAVAILABLE', { message: 'No mail leaves this server' })
    return later.addresses
  }
  return {
    get isOn() {
      return later.addresses?.isOn === true
    },
    begin: (address, language) => tied().begin(address, language),
    prove: (enrolmentId, by) => tied().prove(enrolmentId, by),
    complete: (input) => tied().complete(input),
  }
}

/** How people come in who have never been here, as the page to sign in on says it. */
function newcomersOf(
  { accounts, addresses, settings }: { accounts: Accounts; addresses: Addresses; settings: Settings },
  later: Partial<Later>,
): Newcomers {
  return {
    registration: accounts.registration,
    // Where people add addresses themselves, an address of work makes no account.
    takesAddresses: () => addresses.isOn && !settings.policy.addressesByOwner,
    ruleOf: async (domain) => (await later.findDomain?.(domain))?.enrolment ?? 'unknown',
  }
}

/**
 * The links of the pages, and those that the desk hands out: for the first operator, and after a release. With one of
 * these whatever the account had before is taken from it, as with the link of a recovery.
 */
function linksOf(own: EnrolmentLinks, handed: Accounts['stopping']['links']): EnrolmentPagesDeps['ways']['links'] {
  return {
    async look(token) {
      const found = await own.look(token)
      if (found.state !== 'gone') return found
      const owner = await handed.find(token)
      return owner === undefined ? found : { state: 'good', kind: 'recovery', userId: owner.userId, userNid: owner.userNid }
    },
    async spend(token) {
      const taken = await own.spend(token)
      if (taken.state !== 'gone' || (await handed.find(token)) === undefined) return taken
      return handed.use(token, async (_tx, { userId, userNid }) => ({ state: 'good', kind: 'recovery', userId, userNid }))
    },
  }
}

/** The pages of an account stand on nearly everything that there is of it. */
function tieAccountPages(
  parts: { accounts: Accounts; sessions: WebSessions; passkeys: Passkeys; stepUps: StepUps; settings: Settings },
  { contain, now, later }: { contain(userId: string): Promise<void>; now(): number; later: Partial<Later> },
): AccountPages {
  const { accounts, sessions, passkeys, stepUps, settings } = parts
  return createAccountPages({
    sessions,
    passkeys,
    devices: {
      list: (who) => accounts.administration.listDevices(who.userId),
      end: (who, ids) => accounts.endDevices(who, ids),
      approve: (who, deviceId) => accounts.approveDevice(who, deviceId),
      contain,
    },
    profile: {
      async get({ userId, userNid }) {
        const addresses = await accounts.enrolled.listAddresses(userNid)
        return {
          displayName: (await later.profiles?.memberProfileOf(userId))?.displayname,
          addresses: addresses.map(({ address }) => address),
          mayChangeName: settings.policy.ownDisplayName,
          providers: later.identityProviders?.() ?? [],
        }
      },
      async setName(userId, displayname) {
        if (!settings.policy.ownDisplayName) throw new MatrixError('M_FORBIDDEN')
        await later.profiles?.setFieldOf(userId, { key: 'displayname', body: { displayname } })
      },
    },
    close: (who, erase) => accounts.close(who, erase),
    stepUps: {
      async find(text) {
        const ticket = await stepUps.findTicket(text)
        if (ticket === undefined) return undefined
        return { device: ticket, begin: () => stepUps.beginFor(ticket), finish: (answer) => stepUps.finishFor(ticket, answer) }
      },
    },
    now,
    settings,
  })
}
