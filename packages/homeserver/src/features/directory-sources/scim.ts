// SCIM 2.0: what directories speak to say who works somewhere, and who no longer does.
// https://www.rfc-editor.org/rfc/rfc7643 https://www.rfc-editor.org/rfc/rfc7644
import type { MatrixError } from '@chappe/contract'
import type { DirectoryPerson, DirectorySources, PersonFault, PersonFilter, PersonWish } from './directories.ts'
import { PersonRefused } from './directories.ts'
import { scimError } from './scim-errors.ts'
import { patched, wishOf } from './scim-user.ts'

/** A list of users and where it stands in all of them, counted from 1. */
export interface ScimPage {
  people: DirectoryPerson[]
  total: number
  startIndex: number
}

/** The operations, each for whoever shows an organisation's token. Refusals have the shape of RFC 7644, 3.12. */
export interface Scim {
  /** Where the server is reached, for what names a user by URL. */
  publicUrl: string
  assertToken(token: string | undefined): Promise<void>
  create(token: string | undefined, user: unknown): Promise<DirectoryPerson>
  get(token: string | undefined, personId: string): Promise<DirectoryPerson>
  list(token: string | undefined, query: { filter?: string; startIndex?: number; count?: number }): Promise<ScimPage>
  replace(token: string | undefined, personId: string, user: unknown): Promise<DirectoryPerson>
  patch(token: string | undefined, personId: string, request: unknown): Promise<DirectoryPerson>
  remove(token: string | undefined, personId: string): Promise<void>
}

const MAX_PAGE = 200
const FILTER = /^\s*(userName|externalId|emails(?:\.value|\[type eq "work"\]\.value)?)\s+eq\s+"([^"\\\p{Cc}]{0,256})"\s*$/iu

/** Ties the operations to the directories. */
export function openScim(directories: DirectorySources, publicUrl: string): Scim {
  async function organisationOf(token: string | undefined): Promise<number> {
    const organisationNid = await directories.organisationOf(token)
    if (organisationNid === undefined) throw scimError(token === undefined ? 'M_MISSING_TOKEN' : 'M_UNKNOWN_TOKEN', 401, 'A token of a directory is needed')
    return organisationNid
  }
  async function change(token: string | undefined, personId: string, to: (person: DirectoryPerson) => PersonWish): Promise<DirectoryPerson> {
    const organisationNid = await organisationOf(token)
    return found(await worded(() => directories.change(organisationNid, personId, to)))
  }
  return {
    publicUrl,
    assertToken: async (token) => void (await organisationOf(token)),
    async create(token, user) {
      const organisationNid = await organisationOf(token)
      return worded(() => directories.create(organisationNid, wishOf(user)))
    },
    get: async (token, personId) => found(await directories.get(await organisationOf(token), personId)),
    async list(token, { filter, startIndex = 1, count = MAX_PAGE }) {
      const organisationNid = await organisationOf(token)
      const from = Math.max(startIndex, 1) - 1
      const limit = Math.min(Math.max(count, 0), MAX_PAGE)
      const { people, total } = await directories.list(organisationNid, { filter: parseFilter(filter), from, limit })
      return { people, total, startIndex: from + 1 }
    },
    replace: (token, personId, user) => change(token, personId, () => wishOf(user)),
    patch: (token, personId, request) => change(token, personId, (person) => patched(person, request)),
    async remove(token, personId) {
      if (!(await directories.remove(await organisationOf(token), personId))) throw unknown()
    },
  }
}

function parseFilter(filter: string | undefined): PersonFilter | undefined {
  if (filter === undefined || filter.trim() === '') return undefined
  const [, attribute = '', value = ''] = FILTER.exec(filter) ?? []
  switch (attribute.toLowerCase()) {
    case '':
      throw scimError('M_INVALID_PARAM', 400, 'Filters are: userName, externalId or emails, eq, a value in quotes', 'invalidFilter')
    case 'username':
      return { by: 'userName', value: value.toLowerCase() }
    case 'externalid':
      return { by: 'externalId', value }
    default:
      return { by: 'address', value: value.toLowerCase() }
  }
}

const FAULTS: Readonly<Record<PersonFault, readonly [number, string, string]>> = {
  no_name: [400, 'invalidValue', 'userName and a name (displayName or name) are needed'],
  no_address: [400, 'invalidValue', 'emails needs an address that mail can be sent to'],
  foreign_domain: [400, 'invalidValue', 'the domain of that address is none of this organisation'],
  too_long: [400, 'invalidValue', 'a value is too long'],
  taken: [409, 'uniqueness', 'there is somebody of that userName or address'],
}

async function worded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PersonRefused)) throw error
    const [status, scimType, detail] = FAULTS[error.fault]
    throw scimError('M_INVALID_PARAM', status, detail, scimType)
  }
}

function found(person: DirectoryPerson | undefined): DirectoryPerson {
  if (person === undefined) throw unknown()
  return person
}

function unknown(): MatrixError {
  return scimError('M_NOT_FOUND', 404, 'There is no such user')
}
