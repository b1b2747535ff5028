// Third-party networks, as the application services that bridge to them describe them.
// https://spec.matrix.org/v1.19/application-service-api/#third-party-networks
import { MatrixError } from '@chappe/contract'
import type { JsonObject, JsonValue } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'
import type { Logger } from '../../deps.ts'
import { instanceIdOf } from './network-rooms.ts'
import type { CallAppservice } from './outgoing-calls.ts'
import type { Registration } from './registration.ts'

/** What is asked for: fields of a protocol, or a Matrix name. */
export type Fields = Readonly<Record<string, unknown>>

/** The operations on third-party networks. */
export interface ThirdParty {
  protocols(): Promise<Record<string, JsonValue>>
  /** Throws `M_NOT_FOUND` for a protocol that nobody bridges to. */
  protocol(name: string): Promise<JsonValue>
  /** Locations or users of a protocol by its fields. */
  find(kind: 'location' | 'user', protocol: string, fields: Fields): Promise<JsonValue[]>
  /** Third-party locations of an alias, or users of a user id, of all networks. */
  findByMatrixName(kind: 'location' | 'user', fields: Fields): Promise<JsonValue[]>
}

const MAX_FIELDS = 20

/** What clients may count on in the description of a protocol, where a bridge leaves it out. */
const UNDESCRIBED = { user_fields: [], location_fields: [], icon: '', field_types: {} }

/** Ties the operations to the application services. */
export function createThirdParty(deps: { registrations: readonly Registration[]; call: CallAppservice; logger: Logger }): ThirdParty {
  const { registrations, call, logger } = deps

  /** What an application service answers; nothing where it does not. */
  async function ask(registration: Registration, path: string): Promise<JsonValue | undefined> {
    if (registration.url === undefined) return undefined
    try {
      const { status, body } = await call(registration, { method: 'GET', path: `/thirdparty${path}` })
      return status === 200 ? parseJson(body.toString('utf8')) : undefined
    } catch (error) {
      logger.warn({ err: error, appservice: registration.id }, 'an application service did not say what it bridges to')
      return undefined
    }
  }

  async function protocolOf(name: string): Promise<JsonValue | undefined> {
    const speaking = registrations.filter((each) => each.protocols.includes(name))
    const answers = await Promise.all(
      speaking.map(async (each) => {
        const protocol = await ask(each, `/protocol/${encodeURIComponent(name)}`)
        return isJsonObject(protocol) ? [{ protocol, instances: instancesOf(each, protocol) }] : []
      }),
    )
    const described = answers.flat()
    const [first] = described
    if (first === undefined) return undefined
    // Several may bridge to different networks of one protocol.
    return { ...UNDESCRIBED, ...first.protocol, instances: described.flatMap((each) => each.instances) }
  }

  async function gather(asked: readonly Registration[], path: string): Promise<JsonValue[]> {
    const answers = await Promise.all(asked.map((each) => ask(each, path)))
    return answers.flatMap((answer) => (Array.isArray(answer) ? answer : []))
  }

  return {
    async protocols() {
      const names = [...new Set(registrations.flatMap((each) => each.protocols))]
      const found = await Promise.all(names.map(async (name) => [name, await protocolOf(name)] as const))
      return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
    },
    async protocol(name) {
      const found = await protocolOf(name)
      if (found === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'Nobody here bridges to that protocol' })
      return found
    },
    async find(kind, protocol, fields) {
      const speaking = registrations.filter((each) => each.protocols.includes(protocol))
      if (speaking.length === 0) throw new MatrixError('M_NOT_FOUND', { message: 'Nobody here bridges to that protocol' })
      return gather(speaking, `/${kind}/${encodeURIComponent(protocol)}${queryOf(fields)}`)
    },
    async findByMatrixName(kind, fields) {
      const found = await gather(registrations, `/${kind}${queryOf(fields)}`)
      if (found.length === 0) throw new MatrixError('M_NOT_FOUND', { message: 'Nothing of that name is bridged' })
      return found
    },
  }
}

/**
 * "The instances are modified by the homeserver [...] to include an `instance_id` to serve as a unique identifier for
 * each instance on the homeserver." What has no `network_id` cannot have one, and is left out.
 */
function instancesOf(registration: Registration, protocol: JsonObject): JsonObject[] {
  const list = Array.isArray(protocol['instances']) ? protocol['instances'] : []
  return list.filter(isJsonObject).flatMap((instance) => {
    const { network_id: network, desc, fields } = instance
    if (typeof network !== 'string') return []
    const filled = { desc: typeof desc === 'string' ? desc : network, fields: isJsonObject(fields) ? fields : {} }
    return [{ ...instance, ...filled, instance_id: instanceIdOf(registration.id, network) }]
  })
}

/** The caller's token is not the application service's business. */
function queryOf(fields: Fields): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields).slice(0, MAX_FIELDS)) {
    if (typeof value === 'string' && name !== 'access_token') query.append(name, value)
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
