// Directories of organisations: who works there, as the organisation itself tells us, and what follows for accounts.
import { MatrixError } from '@chappe/contract'
import type { AccountState, EnrolledType, Enrolment, Job } from '@chappe/policy'
import { displayNameOf, isReservedName, isSameJob, parseAddress, tidiedJob } from '@chappe/policy'
import { createHash } from 'node:crypto'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { DirectoryPerson, PersonFilter } from './directory-sources-store.ts'
import {
  deletePerson,
  deleteTokens,
  findPersonByAddress,
  findPersonById,
  findTokenOrganisation,
  insertPerson,
  insertToken,
  listFollowed,
  listPersons,
  listTokens,
  lockPerson,
  setSuspendedHere,
  updatePerson,
} from './directory-sources-store.ts'

export type { DirectoryPerson, PersonFilter } from './directory-sources-store.ts'

/** An account as a directory sees it. */
interface DirectoryAccount {
  userId: string
  userNid: number
  state: AccountState
  organisationNid: number | null
}

/** What the feature needs. */
export interface DirectorySourcesDeps {
  ground: { db: Db; clock: Clock; random: Random; logger: Logger }
  accounts: {
    findByAddress(address: string): Promise<DirectoryAccount | undefined>
    moveState(account: { userId: string; userNid: number }, move: { from: readonly AccountState[]; to: AccountState }): Promise<boolean>
    addAddress(tx: Tx, userNid: number, address: string): Promise<void>
    deleteAddresses(userNid: number, address?: string): Promise<void>
  }
  sources: {
    findDomain(domain: string): Promise<{ organisationNid: number; accountType: EnrolledType; enrolment: Enrolment } | undefined>
    findOrganisation(organisationNid: number): Promise<{ name: string } | undefined>
  }
  setName(userId: string, displayName: string): Promise<void>
  setJob(userNid: number, job: Job): Promise<void>
}

/** What a directory says of somebody. */
export interface PersonWish extends Job {
  userName: string
  externalId: string | undefined
  address: string
  displayName: string
  isActive: boolean
}

/** Why what a directory says cannot be kept. */
export type PersonFault = 'no_name' | 'no_address' | 'foreign_domain' | 'taken' | 'too_long'

/** Thrown where it cannot. */
export class PersonRefused extends Error {
  readonly fault: PersonFault
  constructor(fault: PersonFault) {
    super(fault)
    this.fault = fault
  }
}

/** The operations. The first ones are for the desk, the others for whoever shows a token. */
export interface DirectorySources {
  /** A new token, told this once. */
  createToken(organisationNid: number, name: string): Promise<string>
  listTokens(organisationNid: number): Promise<{ name: string; createdAtMs: number }[]>
  /** Throws `M_NOT_FOUND`. */
  revokeToken(organisationNid: number, name: string): Promise<void>
  /** Somebody whom a directory of the organisation has, and counts as active. */
  findPerson(organisationNid: number, address: string): Promise<{ displayName: string } | undefined>
  /** Whether a directory of the organisation says what somebody does there: nobody else does so then. */
  tellsJobOf(account: { organisationNid: number | null; addresses: readonly string[] }): Promise<boolean>
  /** Somebody whom the directory has was given an account: it follows what the directory says of them. */
  noteEnrolled(organisationNid: number, address: string): Promise<void>
  /** The organisation of a token; undefined where it is none. */
  organisationOf(token: string | undefined): Promise<number | undefined>
  /** Throws `PersonRefused`. */
  create(organisationNid: number, wish: PersonWish): Promise<DirectoryPerson>
  get(organisationNid: number, personId: string): Promise<DirectoryPerson | undefined>
  list(organisationNid: number, page: { filter: PersonFilter | undefined; from: number; limit: number }): Promise<{ people: DirectoryPerson[]; total: number }>
  /**
   * Writes somebody anew, and lets their account follow: its name, its address, and whether it is suspended, at once.
   * Undefined where there is no such person. Throws `PersonRefused`.
   */
  change(organisationNid: number, personId: string, change: (person: DirectoryPerson) => PersonWish): Promise<DirectoryPerson | undefined>
  /** The same by the directory's own id; where there is nobody of it, they are made. Nothing is written where nothing differs. */
  put(organisationNid: number, wish: PersonWish & { externalId: string }): Promise<void>
  /** Everybody whose external id begins so. */
  listFollowed(organisationNid: number, prefix: string): Promise<DirectoryPerson[]>
  /** The directory has them no more: their account is suspended at once. False where it had not. */
  remove(organisationNid: number, personId: string): Promise<boolean>
}

const MAX_TEXT = 256
const MAX_NAME = 200

/** Ties the operations to what they need. */
export function createDirectorySources(deps: DirectorySourcesDeps): DirectorySources {
  const { db, clock, random } = deps.ground
  async function create(organisationNid: number, wish: PersonWish): Promise<DirectoryPerson> {
    const now = clock.now()
    const checked = await checkedWish(deps, organisationNid, wish)
    const person = { ...checked, personId: random.text(22), organisationNid, isSuspendedHere: false, createdAtMs: now, changedAtMs: now }
    if (!(await insertPerson(db, person))) throw new PersonRefused('taken')
    await follow(deps, person, person)
    return (await findPersonById(db, organisationNid, person.personId)) ?? person
  }
  return {
    async createToken(organisationNid, name) {
      if (name === '' || name.length > 120) throw new MatrixError('M_INVALID_PARAM', { message: 'A token has a name of at most 120 characters' })
      const token = `chappe_scim_${random.text(43)}`
      await insertToken(db, { hash: hashOf(token), organisationNid, name, createdAtMs: clock.now() })
      return token
    },
    listTokens: (organisationNid) => listTokens(db, organisationNid),
    async revokeToken(organisationNid, name) {
      if (!(await deleteTokens(db, organisationNid, name))) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such token' })
    },
    async findPerson(organisationNid, address) {
      const person = await findPersonByAddress(db, organisationNid, address)
      return person?.isActive === true ? { displayName: person.displayName } : undefined
    },
    async tellsJobOf({ organisationNid, addresses }) {
      if (organisationNid === null) return false
      const known = await Promise.all(addresses.map((address) => findPersonByAddress(db, organisationNid, address)))
      return known.some((person) => person !== undefined)
    },
    async noteEnrolled(organisationNid, address) {
      const person = await findPersonByAddress(db, organisationNid, address)
      const account = person === undefined ? undefined : await ownAccountOf(deps, person)
      if (person !== undefined && account !== undefined) await deps.setJob(account.userNid, person)
    },
    organisationOf: async (token) => (token === undefined ? undefined : findTokenOrganisation(db, hashOf(token))),
    create,
    get: (organisationNid, personId) => findPersonById(db, organisationNid, personId),
    list: (organisationNid, page) => listPersons(db, organisationNid, page),
    change: (organisationNid, personId, change) => changePerson(deps, { organisationNid, personId }, change),
    async put(organisationNid, wish) {
      const { people: [known] } = await listPersons(db, organisationNid, { filter: { by: 'externalId', value: wish.externalId }, from: 0, limit: 1 })
      if (known === undefined) await create(organisationNid, wish)
      else if (isOther(known, wish)) await changePerson(deps, { organisationNid, personId: known.personId }, () => wish)
    },
    listFollowed: (organisationNid, prefix) => listFollowed(db, organisationNid, prefix),
    async remove(organisationNid, personId) {
      const person = await findPersonById(db, organisationNid, personId)
      if (person === undefined) return false
      await setSuspended(deps, { ...person, isActive: false })
      return deletePerson(db, organisationNid, personId)
    },
  }
}

function isOther(known: DirectoryPerson, wish: PersonWish): boolean {
  return (
    known.userName !== wish.userName.trim().toLowerCase() ||
    known.address !== parseAddress(wish.address)?.address ||
    known.displayName !== wish.displayName.normalize('NFC').trim() ||
    known.isActive !== wish.isActive ||
    !isSameJob(known, tidiedJob(wish))
  )
}

async function changePerson(
  deps: DirectorySourcesDeps,
  { organisationNid, personId }: { organisationNid: number; personId: string },
  change: (person: DirectoryPerson) => PersonWish,
): Promise<DirectoryPerson | undefined> {
  const { db, clock } = deps.ground
  const known = await findPersonById(db, organisationNid, personId)
  if (known === undefined) return undefined
  const changed = await db.transaction().execute(async (tx) => {
    // Locked, so that two changes at once do not undo each other.
    const before = await lockPerson(tx, organisationNid, personId)
    if (before === undefined) return undefined
    const after = { ...before, ...(await checkedWish(deps, organisationNid, change(before))), changedAtMs: clock.now() }
    if (!(await updatePerson(tx, after))) throw new PersonRefused('taken')
    return { before, after }
  })
  if (changed === undefined) return undefined
  await follow(deps, changed.before, changed.after)
  return findPersonById(db, organisationNid, personId)
}

/** A directory speaks for its own domains only: a token of one ministry names nobody of another. */
async function checkedWish({ sources }: DirectorySourcesDeps, organisationNid: number, wish: PersonWish): Promise<Omit<PersonWish, 'externalId'> & { externalId: string | null }> {
  const userName = wish.userName.trim().toLowerCase()
  const displayName = wish.displayName.normalize('NFC').trim()
  if (userName === '' || displayName === '') throw new PersonRefused('no_name')
  if (userName.length > MAX_TEXT || displayName.length > MAX_NAME || (wish.externalId?.length ?? 0) > MAX_TEXT) throw new PersonRefused('too_long')
  const address = parseAddress(wish.address)
  if (address === undefined) throw new PersonRefused('no_address')
  if ((await sources.findDomain(address.domain))?.organisationNid !== organisationNid) throw new PersonRefused('foreign_domain')
  return { userName, displayName, address: address.address, isActive: wish.isActive, externalId: wish.externalId ?? null, ...tidiedJob(wish) }
}

/** Lets the account of a person follow what the directory says now. First whether it is stopped: the rest can wait. */
async function follow(deps: DirectorySourcesDeps, before: DirectoryPerson, after: DirectoryPerson): Promise<void> {
  const account = await ownAccountOf(deps, before)
  if (account === undefined) return
  await setSuspended(deps, { ...after, address: before.address })
  await deps.setJob(account.userNid, after)
  if (after.address !== before.address) await moveAddress(deps, account, { from: before.address, to: after.address })
  const organisation = await deps.sources.findOrganisation(after.organisationNid)
  if (organisation === undefined || isReservedName(after.displayName)) return
  await deps.setName(account.userId, displayNameOf(after.displayName.replaceAll(/[()[\]]/g, ' ').trim().slice(0, 80), organisation.name))
}

/** The account of somebody, if it is of the same organisation: an address that moved between two stays with its account. */
async function ownAccountOf({ accounts }: DirectorySourcesDeps, { address, organisationNid }: DirectoryPerson): Promise<DirectoryAccount | undefined> {
  const account = await accounts.findByAddress(address)
  return account?.organisationNid === organisationNid ? account : undefined
}

/** Only what the directory has suspended does it take back: what the desk has stopped stays stopped. */
async function setSuspended(deps: DirectorySourcesDeps, person: DirectoryPerson): Promise<void> {
  const account = await ownAccountOf(deps, person)
  if (account === undefined) return
  const { db, logger } = deps.ground
  if (!person.isActive) {
    const moved = await deps.accounts.moveState(account, { from: ['active', 'watched', 'expired'], to: 'quarantined' })
    // Whom the desk has suspended could still read; that account the directory does not take back.
    const stopped = moved || (await deps.accounts.moveState(account, { from: ['suspended'], to: 'quarantined' }))
    if (!stopped) return
    await setSuspendedHere(db, person.personId, moved)
    logger.info({ userId: account.userId }, 'an account was suspended by its directory')
    return
  }
  if (!person.isSuspendedHere) return
  await setSuspendedHere(db, person.personId, false)
  const moved = await deps.accounts.moveState(account, { from: ['quarantined'], to: 'active' })
  if (moved) logger.info({ userId: account.userId }, 'an account is no longer suspended by its directory')
}

/** Somebody is called otherwise: their account goes on under the new address. */
async function moveAddress({ ground, accounts }: DirectorySourcesDeps, account: DirectoryAccount, { from, to }: { from: string; to: string }): Promise<void> {
  try {
    await ground.db.transaction().execute((tx) => accounts.addAddress(tx, account.userNid, to))
  } catch (error) {
    // Another account has it already: the desk has to see which of the two is theirs.
    if (!(error instanceof MatrixError)) throw error
    ground.logger.warn({ userId: account.userId }, 'the new address of somebody is that of another account')
    return
  }
  await accounts.deleteAddresses(account.userNid, from)
}

/** Tokens are long and of chance: a plain hash gives none away, and they are found by it. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
