// Follows an LDAP directory: who is in it now, and who no longer is.
import type { Logger } from '../../deps.ts'
import type { DirectorySources } from './directories.ts'
import { PersonRefused } from './directories.ts'
import type { LdapDirectory, LdapPerson } from './ldap.ts'

/** What it needs. */
export interface LdapSyncDeps {
  ldap: LdapDirectory
  directories: Pick<DirectorySources, 'put' | 'listFollowed' | 'change'>
  /** The number of the organisation; undefined as long as there is none of the configured id. */
  organisationNid(): Promise<number | undefined>
  logger: Logger
}

/** The work behind the directory. */
export interface LdapSync {
  /** Reads the directory now. */
  run(): Promise<void>
  /**
   * Whoever enrols may have been hired this morning, or have left: looks for one address, and keeps whom it finds. False:
   * the directory of that organisation has nobody of it, or does not answer.
   */
  look(organisationNid: number, address: string): Promise<boolean>
  close(): Promise<void>
}

const EVERY_MS = 15 * 60_000
/** A directory that has lost a third of its people has lost its way: nobody is suspended before somebody has looked. */
const MOST_GONE = 1 / 3
const FEW = 3

/** Starts the work. */
export function startLdapSync(deps: LdapSyncDeps): LdapSync {
  const { logger } = deps
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    running ??= follow(deps).finally(() => {
      running = undefined
    })
    return running
  }
  const tick = (): void => {
    run().catch((error: unknown) => logger.error({ err: error }, 'the LDAP directory could not be read, and nothing has changed by it'))
  }
  const timer = setInterval(tick, EVERY_MS)
  timer.unref()
  tick()
  return {
    run,
    async look(organisationNid, address) {
      // People of other organisations are in other directories.
      if ((await deps.organisationNid()) !== organisationNid) return true
      try {
        const person = await deps.ldap.find(address)
        return person !== undefined && (await keep(deps, organisationNid, person))
      } catch (error) {
        logger.warn({ err: error }, 'the LDAP directory could not be asked for somebody who enrols')
        return false
      }
    },
    async close() {
      clearInterval(timer)
      await running?.catch(() => undefined)
    },
  }
}

async function follow(deps: LdapSyncDeps): Promise<void> {
  const { ldap, directories, logger } = deps
  const organisationNid = await deps.organisationNid()
  if (organisationNid === undefined) return
  const seen = new Set<string>()
  let refused = 0
  for await (const page of ldap.everybody()) {
    for (const person of page) {
      seen.add(person.externalId)
      if (!(await keep(deps, organisationNid, person))) refused += 1
    }
  }
  const followed = await directories.listFollowed(organisationNid, 'ldap:')
  const gone = followed.filter((each) => each.isActive && !seen.has(each.externalId ?? ''))
  if (gone.length > FEW && gone.length > followed.length * MOST_GONE) {
    logger.error({ people: followed.length, gone: gone.length }, 'the LDAP directory has lost too many people at once: nobody is suspended')
    return
  }
  for (const { personId } of gone) {
    await directories.change(organisationNid, personId, (person) => ({ ...person, externalId: person.externalId ?? undefined, isActive: false }))
  }
  logger.info({ people: seen.size, gone: gone.length, refused }, 'the LDAP directory was read')
}

/** False where what the directory says of them cannot be kept: the domain is none of the organisation's, say. */
async function keep({ directories }: LdapSyncDeps, organisationNid: number, person: LdapPerson): Promise<boolean> {
  try {
    await directories.put(organisationNid, { ...person, isActive: true })
    return true
  } catch (error) {
    if (error instanceof PersonRefused) return false
    throw error
  }
}
