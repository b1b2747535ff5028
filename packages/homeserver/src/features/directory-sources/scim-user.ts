// Users as SCIM writes them, and what is read from them. What we have no use for is left aside, as RFC 7644 lets servers.
// https://www.rfc-editor.org/rfc/rfc7643#section-4.1
import type { JsonObject } from '@chappe/core'
import { isJsonObject } from '@chappe/core'
import type { Job } from '@chappe/policy'
import type { DirectoryPerson, PersonWish } from './directories.ts'
import { scimError } from './scim-errors.ts'

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'
/** https://www.rfc-editor.org/rfc/rfc7643#section-4.3 */
const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const MAX_OPERATIONS = 100
const MAX_VALUES = 50

/** A user as SCIM shows it. */
export function scimUser(person: DirectoryPerson, publicUrl: string): JsonObject {
  return {
    schemas: person.service === '' ? [USER_SCHEMA] : [USER_SCHEMA, ENTERPRISE_SCHEMA],
    id: person.personId,
    ...(person.externalId === null ? {} : { externalId: person.externalId }),
    userName: person.userName,
    displayName: person.displayName,
    name: { formatted: person.displayName },
    emails: [{ value: person.address, type: 'work', primary: true }],
    active: person.isActive,
    ...(person.title === '' ? {} : { title: person.title }),
    ...(person.phone === '' ? {} : { phoneNumbers: [{ value: person.phone, type: 'work' }] }),
    ...(person.place === '' ? {} : { addresses: [{ formatted: person.place, type: 'work' }] }),
    ...(person.service === '' ? {} : { [ENTERPRISE_SCHEMA]: { department: person.service } }),
    meta: {
      resourceType: 'User',
      created: new Date(person.createdAtMs).toISOString(),
      lastModified: new Date(person.changedAtMs).toISOString(),
      location: `${publicUrl}/_chappe/scim/v2/Users/${person.personId}`,
    },
  }
}

/** What a whole user says. Throws the SCIM refusal where it is none. */
export function wishOf(user: unknown): PersonWish {
  if (!isJsonObject(user)) throw scimError('M_BAD_JSON', 400, 'A user is an object', 'invalidSyntax')
  const userName = textOf(user['userName']) ?? ''
  return {
    userName,
    externalId: textOf(user['externalId']),
    // Many directories name people by their address alone.
    address: addressOf(user['emails']) ?? userName,
    displayName: textOf(user['displayName']) ?? nameOf(user['name']) ?? '',
    isActive: activeOf(user['active']) ?? true,
    title: textOf(user['title']) ?? '',
    service: departmentOf(user[ENTERPRISE_SCHEMA]),
    phone: workValueOf(user['phoneNumbers'], 'value'),
    place: workValueOf(user['addresses'], 'formatted'),
  }
}

/** What somebody is after a PATCH. https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2 */
export function patched(person: DirectoryPerson, request: unknown): PersonWish {
  const operations = isJsonObject(request) ? (request['Operations'] ?? request['operations']) : undefined
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > MAX_OPERATIONS) {
    throw scimError('M_BAD_JSON', 400, 'Operations is a list of at most 100', 'invalidSyntax')
  }
  let wish: PersonWish = { ...person, externalId: person.externalId ?? undefined }
  for (const operation of operations) wish = applied(wish, operation)
  return wish
}

function applied(wish: PersonWish, operation: unknown): PersonWish {
  if (!isJsonObject(operation)) throw scimError('M_BAD_JSON', 400, 'An operation is an object', 'invalidSyntax')
  const kind = textOf(operation['op'])?.toLowerCase()
  const path = textOf(operation['path'])
  const { value } = operation
  if (kind === 'remove') return removed(wish, path)
  if (kind !== 'add' && kind !== 'replace') throw scimError('M_INVALID_PARAM', 400, 'op is add, remove or replace', 'invalidSyntax')
  if (path !== undefined) return withValue(wish, path, value)
  if (!isJsonObject(value)) throw scimError('M_INVALID_PARAM', 400, 'Without a path the value is an object', 'invalidValue')
  return Object.entries(value).reduce((so, [name, each]) => withValue(so, name, each), wish)
}

/** Attributes are named with or without their schema, in capitals or not. */
function withValue(wish: PersonWish, path: string, value: unknown): PersonWish {
  const name = attributeOf(path)
  const job = jobValueOf(name, value)
  if (job !== undefined) return { ...wish, ...job }
  if (name === 'active') {
    const isActive = activeOf(value)
    if (isActive === undefined) throw scimError('M_INVALID_PARAM', 400, 'active is true or false', 'invalidValue')
    return { ...wish, isActive }
  }
  if (name === 'username') return { ...wish, userName: textOf(value) ?? '' }
  if (name === 'externalid') return { ...wish, externalId: textOf(value) }
  if (name === 'displayname' || name === 'name.formatted') return { ...wish, displayName: textOf(value) ?? wish.displayName }
  if (name === 'name') return { ...wish, displayName: nameOf(value) ?? wish.displayName }
  if (name === 'emails') return { ...wish, address: addressOf(value) ?? '' }
  if (/^emails\[[^\]]{0,64}\]\.value$/.test(name)) return { ...wish, address: textOf(value) ?? '' }
  return wish
}

/** An attribute by its name in small letters, without its schema; those of the extension stand behind `enterprise`. */
function attributeOf(path: string): string {
  const [extension, user] = [ENTERPRISE_SCHEMA.toLowerCase(), USER_SCHEMA.toLowerCase()]
  return path.toLowerCase().replace(`${extension}:`, 'enterprise.').replace(extension, 'enterprise').replace(`${user}:`, '')
}

/** What an attribute says of a job; nothing where it is of something else. Without a value, it says that nothing is known. */
function jobValueOf(name: string, value: unknown): Partial<Job> | undefined {
  if (name === 'title') return { title: textOf(value) ?? '' }
  if (name === 'enterprise') return isJsonObject(value) && value['department'] === undefined ? {} : { service: departmentOf(value) }
  if (name === 'enterprise.department') return { service: textOf(value) ?? '' }
  if (name === 'phonenumbers') return { phone: workValueOf(value, 'value') }
  if (/^phonenumbers\[type eq "work"\](?:\.value)?$/.test(name)) return { phone: textOf(value) ?? '' }
  if (name === 'addresses') return { place: workValueOf(value, 'formatted') }
  if (/^addresses\[type eq "work"\](?:\.formatted)?$/.test(name)) return { place: textOf(value) ?? '' }
  return undefined
}

function departmentOf(extension: unknown): string {
  return isJsonObject(extension) ? (textOf(extension['department']) ?? '') : ''
}

/** What stands for work in a list of kinds; somebody's home is none of ours. */
function workValueOf(list: unknown, part: 'value' | 'formatted'): string {
  if (!Array.isArray(list)) return ''
  const work = list.slice(0, MAX_VALUES).filter(isJsonObject).find((each) => textOf(each['type'])?.toLowerCase() === 'work')
  return textOf(work?.[part]) ?? ''
}

function removed(wish: PersonWish, path: string | undefined): PersonWish {
  const name = path === undefined ? undefined : attributeOf(path)
  const job = name === undefined ? undefined : jobValueOf(name, undefined)
  if (job !== undefined) return { ...wish, ...job }
  if (name === undefined) throw scimError('M_INVALID_PARAM', 400, 'What is removed needs a path', 'noTarget')
  if (name === 'externalid') return { ...wish, externalId: undefined }
  if (['username', 'active', 'emails'].includes(name)) throw scimError('M_INVALID_PARAM', 400, `${name} cannot be removed`, 'mutability')
  return wish
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && !value.includes('\0') ? value : undefined
}

/** A directory in wide use says it in words. */
function activeOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = textOf(value)?.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : undefined
}

function nameOf(name: unknown): string | undefined {
  if (!isJsonObject(name)) return undefined
  const parts = [textOf(name['givenName']), textOf(name['familyName'])].filter((part) => part !== undefined && part !== '')
  return textOf(name['formatted']) ?? (parts.length === 0 ? undefined : parts.join(' '))
}

/** The primary address, then that of work, then the first. */
function addressOf(emails: unknown): string | undefined {
  if (!Array.isArray(emails)) return undefined
  const known = emails.slice(0, MAX_VALUES).filter(isJsonObject)
  const chosen = known.find((each) => activeOf(each['primary']) === true) ?? known.find((each) => each['type'] === 'work') ?? known[0]
  return textOf(chosen?.['value'])
}
