// How people come in and go: their addresses, organisations, enrolment, and the end of accounts.
import type { Letter } from '@chappe/policy'
import { displayNameOf, personNameOf, policyOf } from '@chappe/policy'
import type { AddressProofs } from '../features/address-proofs/address-proofs.ts'
import { confirmationUrl, openConfirmation } from '../features/address-proofs/address-proofs.ts'
import { addressProofsRoutes } from '../features/address-proofs/routes/all.ts'
import type { DirectorySources, LdapSync } from '../features/directory-sources/directory-sources.ts'
import { createDirectorySources, createLdapDirectory, openScim, startLdapSync } from '../features/directory-sources/directory-sources.ts'
import { directorySourcesRoutes } from '../features/directory-sources/routes/all.ts'
import type { Enrolment, EnrolmentDeps } from '../features/enrolment/enrolment.ts'
import { createEnrolment, startValidity } from '../features/enrolment/enrolment.ts'
import { enrolmentRoutes } from '../features/enrolment/routes/all.ts'
import type { MissedMails } from '../features/missed-mail/missed-mail.ts'
import { startMissedMails } from '../features/missed-mail/missed-mail.ts'
import type { Jobs } from '../features/jobs/jobs.ts'
import type { Organisation, Organisations } from '../features/organisations/organisations.ts'
import { createOrganisations } from '../features/organisations/organisations.ts'
import type { Profiles } from '../features/profiles/profiles.ts'
import { threepidsRoutes } from '../features/threepids/routes/all.ts'
import type { Threepids } from '../features/threepids/threepids.ts'
import { createThreepids } from '../features/threepids/threepids.ts'
import type { Foundation } from '../foundation.ts'
import type { Route } from '../http/route.ts'
import type { HomeserverSettings } from '../settings.ts'
import type { People } from './people.ts'

/** What others may do with it: the pages of enrolment, the desk, containment. */
export interface JoiningPorts {
  organisations: Organisations
  enrolment: Enrolment
  directorySources: DirectorySources
  /** Does at once what time has made due: ends of accounts, reminders. */
  runDue(): Promise<void>
}

/** What the server gets of it. */
export interface Joining {
  ports: JoiningPorts
  routes: Route[]
  close(): Promise<void>
}

/** What it is tied to beside accounts and mail. */
export interface JoiningParts {
  people: People
  profiles: Profiles
  jobs: Jobs
  tell(userId: string, letter: Letter): Promise<void>
  /** The rooms to which people from outside are invited. */
  guestRooms: EnrolmentDeps['sources']['rooms']
  setAccountData(userId: string, entry: { type: string; content: string }): Promise<void>
}

const DEFAULT_VALIDITY_MONTHS = 12

/** Ties the features. */
export function createJoining(foundation: Foundation, settings: HomeserverSettings, parts: JoiningParts): Joining {
  const { database: { db }, clock, logger } = foundation
  const { people: { accounts, proofs, mail } } = parts
  const confirmation = openConfirmation(proofs)
  const organisations = createOrganisations({ db, clock })
  const directorySources = createDirectorySourcesFeature(foundation, parts, organisations)
  const ldap = openLdap(foundation, settings, { organisations, directorySources })
  const deps = enrolmentDeps(foundation, settings, parts, { organisations, directorySources, ldap })
  const enrolment = createEnrolment(deps)
  const validity = startValidity({ enrolment: deps, accounts: accounts.enrolled, notify: parts.tell, sweep: () => proofs.sweep(), logger })
  const threepids = createThreepidsFeature(foundation, settings, parts.people)
  const missed = startMissedMailsOf(foundation, settings, parts)
  confirmation.onConfirmed('missed_mail', ({ address }) => missed.unsubscribe(address))
  confirmation.onConfirmed('renewal', ({ address }) => enrolment.renewal.confirmed(address))
  organisations.onRenamed((organisation) => {
    renamePeople(parts, organisation).catch((error: unknown) => {
      logger.error({ err: error, organisation: organisation.organisationId }, 'the names of its people do not all follow that of their organisation')
    })
  })
  accounts.onAccountCreated((userId) => followDirectory(accounts, directorySources, userId))
  accounts.onAccountClosed(async (userId) => {
    await enrolment.endAllOf(userId)
    const account = await accounts.enrolled.find(userId)
    if (account === undefined) return
    await threepids.forget(account.userNid)
    await parts.jobs.forget(account.userNid)
  })
  return {
    ports: {
      organisations,
      enrolment,
      directorySources,
      async runDue() {
        await ldap?.run()
        await validity.run()
        await missed.run()
      },
    },
    routes: [
      ...addressProofsRoutes(confirmation),
      ...threepidsRoutes(threepids),
      ...enrolmentRoutes(enrolment),
      ...directorySourcesRoutes(openScim(directorySources, settings.publicUrl)),
    ],
    async close() {
      await ldap?.close()
      await validity.close()
      await missed.close()
      await mail.close()
    },
  }
}

/** Whoever enrols has from the first day on what the directory says that they do. */
async function followDirectory(accounts: People['accounts'], directorySources: DirectorySources, userId: string): Promise<void> {
  const account = await accounts.enrolled.find(userId)
  if (account === undefined || account.organisationNid === null) return
  for (const { address } of await accounts.enrolled.listAddresses(account.userNid)) await directorySources.noteEnrolled(account.organisationNid, address)
}

const DEFAULT_MISSED_AFTER_HOURS = 8
const DEFAULT_MISSED_EVERY_HOURS = 24

function startMissedMailsOf({ database: { db }, clock, logger }: Foundation, settings: HomeserverSettings, { people: { accounts, proofs }, setAccountData }: JoiningParts): MissedMails {
  const { publicUrl, serverName, missedMail } = settings
  return startMissedMails({
    ground: { db, clock, logger },
    proofs,
    linkOf: (secrets) => confirmationUrl(publicUrl, secrets),
    findByAddress: (address) => accounts.enrolled.findByAddress(address),
    setAccountData,
    settings: {
      publicUrl,
      serverName,
      afterHours: missedMail?.afterHours ?? DEFAULT_MISSED_AFTER_HOURS,
      everyHours: missedMail?.everyHours ?? DEFAULT_MISSED_EVERY_HOURS,
    },
  })
}

function enrolmentDeps(
  { database: { db }, clock, random, logger }: Foundation,
  settings: HomeserverSettings,
  { people: { accounts, proofs, mail }, profiles, guestRooms }: JoiningParts,
  { organisations, directorySources, ldap }: Directories & { ldap: LdapSync | undefined },
): EnrolmentDeps {
  const { serverName, publicUrl, validityMonths = DEFAULT_VALIDITY_MONTHS } = settings
  return {
    ground: { db, clock, random, logger },
    accounts: accounts.enrolled,
    proofs: { ...proofs, linkOf: (secrets) => confirmationUrl(publicUrl, secrets) },
    mail,
    sources: {
      rooms: guestRooms,
      findDomain: (domain) => organisations.findDomain(domain),
      findOrganisation: (organisationNid) => organisations.findByNid(organisationNid),
      async nameOf(userId) {
        const { displayname } = await profiles.memberProfileOf(userId)
        return displayname === undefined ? userId : personNameOf(displayname)
      },
      async findPerson(organisationNid, { address }) {
        if ((await ldap?.look(organisationNid, address)) === false) return undefined
        return directorySources.findPerson(organisationNid, address)
      },
    },
    settings: { serverName, publicUrl, validityMonths },
  }
}

function createThreepidsFeature({ database: { db } }: Foundation, settings: HomeserverSettings, { accounts, proofs }: { accounts: People['accounts']; proofs: AddressProofs }): Threepids {
  const { serverName, publicUrl, profile, mailUrl } = settings
  const policy = policyOf(profile)
  const passwordStage = accounts.openPasswordStage<undefined>('change_addresses')
  return createThreepids({
    db,
    accounts: accounts.enrolled,
    proofs: { ...proofs, isOn: proofs.isOn && mailUrl !== undefined },
    async requirePassword(session, auth) {
      await passwordStage({ auth, body: undefined, who: session })
    },
    linkOf: (secrets) => confirmationUrl(publicUrl, secrets),
    settings: { serverName, isRegistrationOpen: policy.openRegistration, policy },
  })
}

function createDirectorySourcesFeature(
  { database: { db }, clock, random, logger }: Foundation,
  { people: { accounts }, profiles, jobs }: JoiningParts,
  organisations: Organisations,
): DirectorySources {
  return createDirectorySources({
    ground: { db, clock, random, logger },
    accounts: accounts.enrolled,
    sources: {
      findDomain: (domain) => organisations.findDomain(domain),
      findOrganisation: (organisationNid) => organisations.findByNid(organisationNid),
    },
    setName: (userId, displayname) => profiles.setFieldOf(userId, { key: 'displayname', body: { displayname } }),
    setJob: (userNid, job) => jobs.set(userNid, job),
  })
}

/** Organisations, and what their directories say. */
interface Directories {
  organisations: Organisations
  directorySources: DirectorySources
}

/** Follows the LDAP directory of the configuration, if there is one. */
function openLdap({ logger }: Foundation, { ldap }: HomeserverSettings, { organisations, directorySources }: Directories): LdapSync | undefined {
  if (ldap === undefined) return undefined
  return startLdapSync({
    ldap: createLdapDirectory(ldap),
    directories: directorySources,
    organisationNid: async () => (await organisations.find(ldap.organisation))?.organisationNid,
    logger,
  })
}

const PAGE = 200

/** The names of an organisation's people carry its name: they follow it, a page after the other. */
async function renamePeople({ people: { accounts }, profiles }: JoiningParts, { organisationNid, name }: Organisation): Promise<void> {
  for (let after = ''; ; ) {
    const page = await accounts.enrolled.listOfOrganisation(organisationNid, { after, limit: PAGE, text: undefined })
    for (const { userId, displayName } of page) {
      if (displayName === null) continue
      const displayname = displayNameOf(personNameOf(displayName), name)
      if (displayname !== displayName) await profiles.setFieldOf(userId, { key: 'displayname', body: { displayname } })
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.userId
  }
}
