// Devices that ask to be let in by a code. A code that somebody types elsewhere is no proof that the device is theirs: the
// device itself shows a passkey first, for a challenge that it alone was given, and only then can its owner say yes.
// https://www.rfc-editor.org/rfc/rfc8628, docs/decisions/0049
import { createHash } from 'node:crypto'
import { MatrixError } from '@chappe/contract'
import { errors } from 'oidc-provider'
import type { TokenEndpointGrantContext } from 'oidc-provider'
import type { Artifacts } from './artifacts.ts'
import type { ClientMetadata } from './client-metadata.ts'
import { DEVICE_GRANT } from './client-metadata.ts'
import type { OAuthDeps } from './context.ts'
import type { DeviceGrant } from './device-grant-store.ts'
import { deleteDeviceGrant, findDeviceGrant, insertDeviceGrant, setPolled, setShownBy, takeAllowedGrant } from './device-grant-store.ts'
import { PATHS } from './provider.ts'
import type { JsonAnswer } from './registration.ts'
import { parseScope } from './scopes.ts'

/** What a device asks for is in its answer under this name, and what the passkey signed comes back under it. */
export const PASSKEY_PARAMETER = 'org.chappe.passkey'

const GRANT_LIFETIME_S = 600
const POLL_INTERVAL_S = 5
/** Beyond it nobody else can ask for a while. */
const MAX_ASKING = 10_000
const DEVICE_CODE_CHARS = 43
const USER_CODE_CHARS = 8
/** Consonants: no code is a word, and none is read wrongly. https://www.rfc-editor.org/rfc/rfc8628#section-6.1 */
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

/** A device asks: who it says it is, and where it is. */
export interface DeviceAsking {
  form: URLSearchParams
  ip: string
  agent: string
}

/**
 * POST /oauth2/device. Answers the two codes, and what the device has to have signed by a passkey of its owner:
 * `org.chappe.passkey`, as WebAuthn's JSON.
 */
export async function beginDeviceGrant(deps: OAuthDeps, artifacts: Artifacts, { form, ip, agent }: DeviceAsking): Promise<JsonAnswer> {
  const { db, clock, random, ports, settings } = deps
  ports.rateLimits.take('login', `device ${ip}`)
  const clientId = form.get('client_id') ?? ''
  const metadata = await artifacts.findMetadata(clientId)
  if (metadata === undefined) return refuse('invalid_client', 'the client is not known')
  if (!mayAskByCode(metadata)) return refuse('unauthorized_client', `the client has not registered ${DEVICE_GRANT}`)
  const scope = parseScope(form.get('scope'))
  if (typeof scope === 'string') return refuse('invalid_scope', scope)
  const deviceCode = random.text(DEVICE_CODE_CHARS)
  const deviceCodeHash = hashOf(deviceCode)
  const userCode = makeUserCode(random.bytes(USER_CODE_CHARS * 4))
  const asking = { deviceCodeHash, userCode, clientId, scope: scope.text, ip: ip.slice(0, 64), agent: agent.slice(0, 255), expiresAtMs: clock.now() + GRANT_LIFETIME_S * 1000 }
  if (!(await insertDeviceGrant(db, asking, MAX_ASKING))) return refuse('temporarily_unavailable', 'too many devices ask at the moment', 503)
  const page = `${settings.publicUrl}${PATHS.deviceLink}`
  return {
    status: 200,
    body: {
      device_code: deviceCode,
      user_code: printUserCode(userCode),
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${printUserCode(userCode)}`,
      expires_in: GRANT_LIFETIME_S,
      interval: POLL_INTERVAL_S,
      [PASSKEY_PARAMETER]: await ports.passkeys.signInOptions(targetOf(deviceCodeHash)),
    },
  }
}

/** Whose device may be made, and which one. */
export interface Allowed {
  userId: string
  scope: string
}

/**
 * A device asks whether it is let in, and shows its passkey by the way. Throws the errors of RFC 8628, section 3.5, as long
 * as it is not. `dpopJkt`: the key that the request proves to have.
 */
export async function pollDeviceGrant(deps: OAuthDeps, ctx: TokenEndpointGrantContext<Record<string, string | undefined>>, dpopJkt: string | undefined): Promise<Allowed> {
  const { db, clock } = deps
  const { client, params } = ctx.oidc
  const now = clock.now()
  const grant = await findDeviceGrant(db, { deviceCodeHash: hashOf(params['device_code'] ?? '') }, now)
  if (grant === undefined) throw new errors.ExpiredToken('the device code is not known, or no longer')
  if (grant.clientId !== client.clientId) throw new errors.InvalidGrant('the device code is of another client')
  const answer = params[PASSKEY_PARAMETER]
  if (grant.shownBy === undefined && answer !== undefined) {
    await showPasskey(deps, grant, { answer, dpopJkt })
    throw new errors.AuthorizationPending()
  }
  if (grant.shownBy !== undefined && grant.dpopJkt !== dpopJkt) throw new errors.InvalidGrant('the device code is bound to another key')
  if (grant.polledAtMs !== undefined && now - grant.polledAtMs < POLL_INTERVAL_S * 1000 - 500) throw new errors.SlowDown()
  await setPolled(db, grant.deviceCodeHash, now)
  if (grant.isAllowed === undefined) throw new errors.AuthorizationPending()
  const userId = grant.isAllowed ? await takeAllowedGrant(db, grant.deviceCodeHash) : undefined
  if (userId !== undefined) return { userId, scope: grant.scope }
  await deleteDeviceGrant(db, grant.deviceCodeHash)
  throw new errors.AccessDenied('the device was not allowed')
}

/** What was signed for a device is believed once; a device whose passkey is not believed begins anew. */
async function showPasskey({ db, ports }: OAuthDeps, grant: DeviceGrant, { answer, dpopJkt }: { answer: string; dpopJkt: string | undefined }): Promise<void> {
  try {
    const { userNid } = await ports.passkeys.signIn(answer, { target: targetOf(grant.deviceCodeHash) })
    await setShownBy(db, grant.deviceCodeHash, { userNid, dpopJkt })
  } catch (error) {
    if (!(error instanceof MatrixError) || error.status >= 500) throw error
    await deleteDeviceGrant(db, grant.deviceCodeHash)
    throw new errors.AccessDenied('the passkey was not accepted')
  }
}

/** Whether a client has said that it asks like that. */
export function mayAskByCode(metadata: ClientMetadata): boolean {
  return metadata.device_grant === true
}

/** A code as it was typed, without what people put in between; nothing where it cannot be one. */
export function parseUserCode(text: string): string | undefined {
  const code = text.slice(0, 64).toUpperCase().replaceAll(/[^A-Z]/g, '')
  return code.length === USER_CODE_CHARS ? code : undefined
}

/** Four and four, as people read and type it. */
export function printUserCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Bytes beyond the last whole round of the letters are left out, so that each letter is as likely as any other. */
function makeUserCode(bytes: Uint8Array): string {
  const fair = 256 - (256 % USER_CODE_LETTERS.length)
  const letters = [...bytes].filter((byte) => byte < fair).map((byte) => USER_CODE_LETTERS[byte % USER_CODE_LETTERS.length] ?? '')
  if (letters.length < USER_CODE_CHARS) throw new Error('chance gave too few letters')
  return letters.slice(0, USER_CODE_CHARS).join('')
}

/** What is signed for one device is of no use to another. */
function targetOf(deviceCodeHash: Buffer): string {
  return `device grant ${deviceCodeHash.toString('base64url')}`
}

function hashOf(deviceCode: string): Buffer {
  return createHash('sha256').update(`device code ${deviceCode}`).digest()
}

function refuse(error: string, description: string, status = 400): JsonAnswer {
  return { status, body: { error, error_description: description } }
}
