// What a client may ask for: the whole client-server API, as one device.
// https://spec.matrix.org/v1.19/client-server-api/#scope
import { isDeviceId } from '@chappe/core'

/** The whole API, as the specification and clients older than it write it. */
const API_SCOPES = ['urn:matrix:client:api:*', 'urn:matrix:org.matrix.msc2967.client:api:*'] as const

const DEVICE_PREFIXES = ['urn:matrix:client:device:', 'urn:matrix:org.matrix.msc2967.client:device:']

/** A scope that can be granted. */
export interface MatrixScope {
  /** As it was asked for, each part once. */
  text: string
  deviceId: string
  /** The client asks for an ID token, as OpenID Connect has it. */
  hasIdToken: boolean
}

/** Reads a scope; answers why it cannot be granted where it cannot. Whatever we do not know is refused, never left out. */
export function parseScope(scope: unknown): MatrixScope | string {
  if (typeof scope !== 'string' || scope.length > 1024) return 'a scope is needed'
  const tokens = [...new Set(scope.split(' '))].filter((token) => token !== '')
  const apis = tokens.filter((token) => API_SCOPES.some((api) => api === token))
  const deviceIds = tokens.flatMap((token) => deviceIdOf(token) ?? [])
  const [deviceId] = deviceIds
  if (apis.length === 0) return `the scope has to hold ${API_SCOPES[0]}`
  if (deviceId === undefined || new Set(deviceIds).size !== 1) return `the scope has to hold exactly one ${DEVICE_PREFIXES[0]}<device_id>`
  if (!isDeviceId(deviceId)) return 'the device id of the scope is not valid'
  const hasIdToken = tokens.includes('openid')
  const isKnown = tokens.length === apis.length + deviceIds.length + (hasIdToken ? 1 : 0)
  return isKnown ? { text: tokens.join(' '), deviceId, hasIdToken } : 'the scope holds something that cannot be granted here'
}

function deviceIdOf(token: string): string | undefined {
  const prefix = DEVICE_PREFIXES.find((each) => token.startsWith(each))
  return prefix === undefined ? undefined : token.slice(prefix.length)
}
