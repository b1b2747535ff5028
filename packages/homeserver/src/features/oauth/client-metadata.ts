// What applications say of themselves when they register, and what of it is believed.
// https://spec.matrix.org/v1.19/client-server-api/#client-metadata

/** A registration that was taken. */
export interface ClientMetadata {
  client_uri: string
  redirect_uris: readonly string[]
  application_type: 'web' | 'native'
  /** Its tokens are bound to its key, always. https://www.rfc-editor.org/rfc/rfc9449#section-5.2 */
  dpop_bound_access_tokens?: true
  /** It also signs devices in by a code that is typed elsewhere. https://www.rfc-editor.org/rfc/rfc8628 */
  device_grant?: true
  /** Words for people, some of them in several languages: `client_name#fr`. */
  [word: string]: unknown
}

/** Why a registration is refused. https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2 */
export interface MetadataRefusal {
  error: 'invalid_client_metadata' | 'invalid_redirect_uri'
  error_description: string
}

/** What the token endpoint is asked by for a device that waits. */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

const MAX_URI_CHARS = 2048
const MAX_NAME_CHARS = 255
const MAX_REDIRECT_URIS = 10
const MAX_WORDS = 64
const LOOPBACKS = new Set(['localhost', '127.0.0.1', '[::1]'])
const LINK = /^(?:logo_uri|tos_uri|policy_uri)(?:#[A-Za-z0-9-]{1,35})?$/
const NAME = /^client_name(?:#[A-Za-z0-9-]{1,35})?$/

/**
 * Judges a registration. `isDevelopment`: the server itself is on http://localhost, where applications may be too.
 * What is not understood is left out, as the specification asks.
 */
export function parseClientMetadata(body: unknown, isDevelopment: boolean): ClientMetadata | MetadataRefusal {
  if (!isRecord(body)) return refuse('the body has to be an object')
  const base = baseOf(body['client_uri'], isDevelopment)
  if (base === undefined) return refuse('client_uri has to be an https URL without user and password')
  const kind = body['application_type'] ?? 'web'
  if (kind !== 'web' && kind !== 'native') return refuse('application_type has to be web or native')
  if ((body['token_endpoint_auth_method'] ?? 'none') !== 'none') return refuse('token_endpoint_auth_method has to be none')
  const missing = missingOf(body)
  if (missing !== undefined) return refuse(missing)
  const uris = body['redirect_uris']
  if (!isStrings(uris) || uris.length === 0 || uris.length > MAX_REDIRECT_URIS) return refuseUri(`redirect_uris has to hold 1 to ${MAX_REDIRECT_URIS} URIs`)
  const bad = uris.find((uri) => uri.length > MAX_URI_CHARS || !isRedirectUri(uri, kind, base))
  if (bad !== undefined) return refuseUri('a redirect URI does not belong to client_uri, or is none of the kinds that a client may use')
  const words = wordsOf(body, base)
  if (typeof words === 'string') return refuse(words)
  return {
    ...words,
    client_uri: base.href,
    redirect_uris: [...new Set(uris)].toSorted(),
    application_type: kind,
    ...choicesOf(body),
  }
}

function choicesOf(body: Record<string, unknown>): Pick<ClientMetadata, 'dpop_bound_access_tokens' | 'device_grant'> {
  const grants = body['grant_types']
  return {
    ...(body['dpop_bound_access_tokens'] === true ? { dpop_bound_access_tokens: true } : {}),
    ...(isStrings(grants) && grants.includes(DEVICE_GRANT) ? { device_grant: true } : {}),
  }
}

/**
 * Whether an application may sign people in here: any, or those at some hosts. Where it is come back to belongs to its host,
 * or is on the device itself; there, another application can pretend to be this one.
 */
export function isAdmitted({ client_uri: uri }: ClientMetadata, clients: 'any' | readonly string[]): boolean {
  if (clients === 'any') return true
  const host = URL.parse(uri)?.hostname ?? ''
  return clients.some((each) => each === host || (each.startsWith('*.') && host.endsWith(each.slice(1))))
}

/** Whether a registration was refused. */
export function isRefusal(parsed: ClientMetadata | MetadataRefusal): parsed is MetadataRefusal {
  return 'error' in parsed
}

/** What a client may ask the token endpoint by. `hasDeviceGrant`: devices are let in by a code here. */
export function grantsOf({ device_grant: asksByCode }: ClientMetadata, hasDeviceGrant: boolean): string[] {
  return ['authorization_code', 'refresh_token', ...(asksByCode === true && hasDeviceGrant ? [DEVICE_GRANT] : [])]
}

function missingOf(body: Record<string, unknown>): string | undefined {
  const grants = body['grant_types'] ?? ['authorization_code', 'refresh_token']
  if (!isStrings(grants) || !grants.includes('authorization_code') || !grants.includes('refresh_token')) {
    return 'grant_types has to hold authorization_code and refresh_token'
  }
  const responses = body['response_types'] ?? ['code']
  return isStrings(responses) && responses.includes('code') ? undefined : 'response_types has to hold code'
}

/** "This URL MUST use the https scheme … MUST NOT use a user or password in the authority component of the URI." */
function baseOf(uri: unknown, isDevelopment: boolean): URL | undefined {
  if (typeof uri !== 'string' || uri.length > MAX_URI_CHARS) return undefined
  const url = URL.parse(uri)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  if (isDevelopment && url.protocol === 'http:' && LOOPBACKS.has(url.hostname)) return url
  // A whole top-level domain is nobody's base.
  return url.protocol === 'https:' && url.hostname.includes('.') && !url.hostname.endsWith('.') ? url : undefined
}

/** https://spec.matrix.org/v1.19/client-server-api/#redirect-uri-validation */
function isRedirectUri(uri: string, kind: 'web' | 'native', base: URL): boolean {
  const url = URL.parse(uri)
  if (url === null || uri.includes('#') || url.username !== '' || url.password !== '') return false
  if (isBelow(url, base)) return true
  if (kind === 'web') return false
  // "The host part MUST be localhost, 127.0.0.1, or [::1]. There MUST NOT be a port."
  if (url.protocol === 'http:') return LOOPBACKS.has(url.hostname) && /^http:\/\/[^/:?]+(?:[/?]|$)|^http:\/\/\[::1\](?:[/?]|$)/i.test(uri)
  // "The scheme MUST be prefixed with the client URI hostname in reverse-DNS notation … There MUST NOT be an authority."
  const reversed = base.hostname.split('.').toReversed().join('.')
  const scheme = url.protocol.slice(0, -1)
  return (scheme === reversed || scheme.startsWith(`${reversed}.`)) && !uri.slice(scheme.length + 1).startsWith('//')
}

/** "Those MUST be either on the same host or on a subdomain of the host of the client_uri." */
function isBelow(url: URL, base: URL): boolean {
  return url.protocol === base.protocol && (url.hostname === base.hostname || url.hostname.endsWith(`.${base.hostname}`))
}

/** Names and links, in however many languages; a reason where one of them is not as it has to be. */
function wordsOf(body: Record<string, unknown>, base: URL): Record<string, string> | string {
  const words: Record<string, string> = {}
  for (const [key, value] of Object.entries(body)) {
    const isLink = LINK.test(key)
    if (value === null || value === undefined || (!isLink && !NAME.test(key))) continue
    if (typeof value !== 'string') return `${key} has to be text`
    const isGood = isLink ? isLinkBelow(value, base) : value.length <= MAX_NAME_CHARS
    if (!isGood) return `${key} is too long, or does not belong to client_uri`
    words[key] = value
  }
  return Object.keys(words).length > MAX_WORDS ? 'that is in too many languages' : words
}

function isLinkBelow(text: string, base: URL): boolean {
  const url = text.length > MAX_URI_CHARS ? null : URL.parse(text)
  return url !== null && isBelow(url, base) && url.username === '' && url.password === ''
}

function refuse(description: string): MetadataRefusal {
  return { error: 'invalid_client_metadata', error_description: description }
}

function refuseUri(description: string): MetadataRefusal {
  return { error: 'invalid_redirect_uri', error_description: description }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
