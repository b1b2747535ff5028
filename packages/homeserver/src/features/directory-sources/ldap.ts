// Reading an organisation's LDAP directory: everybody in it, or whoever has an address.
import { AndFilter, Client, EqualityFilter, FilterParser } from 'ldapts'
import type { Entry, Filter, SearchOptions } from 'ldapts'
import type { Job } from '@chappe/policy'

/** Where the directory is, whose it is, and how it names things. */
export interface LdapSettings {
  /** ldap:// or ldaps:// */
  url: string
  /** Without it, the directory is read by nobody in particular. */
  bindDn?: string | undefined
  bindPassword?: string | undefined
  baseDn: string
  /** The id of the organisation whose directory it is. */
  organisation: string
  /** Who of it works there. */
  filter: string
  addressAttribute: string
  nameAttribute: string
  /** Where each part of a job stands: the first of these that says something counts. None: it is not read. */
  jobAttributes: Readonly<Record<keyof Job, readonly string[]>>
}

/** Somebody whom the directory has. */
export interface LdapPerson extends Job {
  /** Stays the same when they are called otherwise or move in the tree. */
  externalId: string
  userName: string
  address: string
  displayName: string
}

/** The directory, read only. */
export interface LdapDirectory {
  /** Everybody, a page after the other. Throws where the directory cannot be reached or read. */
  everybody(): AsyncGenerator<LdapPerson[]>
  /** Whoever has an address; nobody where two of them do. */
  find(address: string): Promise<LdapPerson | undefined>
}

const TIMEOUT_MS = 15_000
const PAGE_SIZE = 500
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Directories name what stays by different names; those of the last kind are bytes. */
const BINARY_ID = 'objectGUID'

/**
 * Outside this machine always encrypted, with the certificate checked. What people type never becomes part of a filter's
 * text: it is a value of its own.
 */
export function createLdapDirectory(settings: LdapSettings): LdapDirectory {
  const { addressAttribute, nameAttribute, jobAttributes, baseDn } = settings
  const working = FilterParser.parseString(settings.filter)
  const attributes = [...new Set([addressAttribute, nameAttribute, 'cn', 'uid', 'entryUUID', BINARY_ID, ...Object.values(jobAttributes).flat()])]
  const options = (filter: Filter): SearchOptions =>
    ({ scope: 'sub', filter, attributes, explicitBufferAttributes: [BINARY_ID], derefAliases: 'never' })
  return {
    async *everybody() {
      const client = await open(settings)
      try {
        for await (const page of client.searchPaginated(baseDn, { ...options(working), paged: { pageSize: PAGE_SIZE } })) {
          yield page.searchEntries.flatMap((entry) => personOf(settings, entry) ?? [])
        }
      } finally {
        await client.unbind()
      }
    },
    async find(address) {
      const client = await open(settings)
      try {
        const same = new EqualityFilter({ attribute: addressAttribute, value: address })
        const { searchEntries } = await client.search(baseDn, { ...options(new AndFilter({ filters: [working, same] })), sizeLimit: 2 })
        const [only, second] = searchEntries
        return only === undefined || second !== undefined ? undefined : personOf(settings, only)
      } finally {
        await client.unbind()
      }
    },
  }
}

async function open({ url, bindDn, bindPassword }: LdapSettings): Promise<Client> {
  const client = new Client({ url, timeout: TIMEOUT_MS, connectTimeout: TIMEOUT_MS })
  const { protocol, hostname } = new URL(url)
  try {
    if (protocol === 'ldap:' && !LOOPBACK.has(hostname)) await client.startTLS({ servername: hostname })
    if (bindDn !== undefined) await client.bind(bindDn, bindPassword)
    return client
  } catch (error) {
    await client.unbind().catch(() => undefined)
    throw error
  }
}

function personOf({ addressAttribute, nameAttribute, jobAttributes }: LdapSettings, entry: Entry): LdapPerson | undefined {
  const address = textOf(entry, addressAttribute)
  const displayName = textOf(entry, nameAttribute) ?? textOf(entry, 'cn')
  if (address === undefined || displayName === undefined) return undefined
  const binary = [valueOf(entry, BINARY_ID)].flat().find((each) => Buffer.isBuffer(each))
  const stays = textOf(entry, 'entryUUID') ?? (Buffer.isBuffer(binary) && binary.byteLength > 0 ? binary.toString('hex') : entry.dn)
  const said = (part: keyof Job): string => jobAttributes[part].map((attribute) => textOf(entry, attribute)).find((text) => text !== undefined) ?? ''
  const job = { title: said('title'), service: said('service'), phone: said('phone'), place: said('place') }
  return { externalId: `ldap:${stays}`, userName: textOf(entry, 'uid') ?? entry.dn, address, displayName, ...job }
}

/** Attributes are named in capitals or not, as the directory likes. */
function valueOf(entry: Entry, attribute: string): Entry[string] | undefined {
  const wanted = attribute.toLowerCase()
  return Object.entries(entry).find(([name]) => name.toLowerCase() === wanted)?.[1]
}

function textOf(entry: Entry, attribute: string): string | undefined {
  const first = [valueOf(entry, attribute)].flat().find((each) => typeof each === 'string' && each !== '' && !each.includes('\0'))
  return typeof first === 'string' ? first : undefined
}
