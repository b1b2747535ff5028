// POST /oauth2/register: applications make themselves known.
// https://spec.matrix.org/v1.19/client-server-api/#client-registration
import { createHash } from 'node:crypto'
import { canonicalJson, JsonError, parseJson } from '@chappe/core'
import type { Provider } from 'oidc-provider'
import type { ClientMetadata, MetadataRefusal } from './client-metadata.ts'
import { grantsOf, isAdmitted, isRefusal, parseClientMetadata } from './client-metadata.ts'
import type { OAuthDeps } from './context.ts'
import { deleteClient, findClientByHash, upsertClient } from './oauth-store.ts'

/** An answer in JSON. */
export interface JsonAnswer {
  status: number
  body: unknown
}

const CLIENT_ID_CHARS = 22

/**
 * Registers a client. The same metadata is the same client, so that however many devices of however many people run an
 * application, it is one; only what is new counts against the rate of registrations.
 */
export async function registerClient(deps: OAuthDeps, provider: Provider, request: { text: string; ip: string }): Promise<JsonAnswer> {
  const { db, clock, random, ports, settings } = deps
  const parsed = parseClientMetadata(read(request.text), settings.publicUrl.startsWith('http:'))
  if (isRefusal(parsed)) return { status: 400, body: parsed }
  if (!isAdmitted(parsed, settings.clients)) return { status: 400, body: NOT_ADMITTED }
  const metadata = canonicalJson(parsed)
  const metadataHash = createHash('sha256').update(metadata).digest()
  if ((await findClientByHash(db, metadataHash)) === undefined) ports.rateLimits.take('registration', request.ip)
  const { clientId, isNew } = await upsertClient(db, { clientId: random.text(CLIENT_ID_CHARS), metadata, metadataHash, now: clock.now() })
  // What the library would not work with later is refused now.
  if (isNew && !(await isUsable(provider, clientId))) {
    await deleteClient(db, clientId)
    return { status: 400, body: UNUSABLE }
  }
  return { status: 201, body: answerOf(clientId, parsed, settings.hasDeviceGrant) }
}

/** https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2 */
const NOT_ADMITTED = {
  error: 'unapproved_software_statement',
  error_description: 'only applications that the operator of this server has named may sign people in',
}

const UNUSABLE: MetadataRefusal = { error: 'invalid_redirect_uri', error_description: 'a redirect URI cannot be used' }

async function isUsable(provider: Provider, clientId: string): Promise<boolean> {
  try {
    return (await provider.Client.find(clientId)) !== undefined
  } catch {
    return false
  }
}

function answerOf(clientId: string, metadata: ClientMetadata, hasDeviceGrant: boolean): object {
  const { device_grant: _, ...words } = metadata
  return {
    client_id: clientId,
    ...words,
    token_endpoint_auth_method: 'none',
    response_types: ['code'],
    grant_types: grantsOf(metadata, hasDeviceGrant),
  }
}

function read(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) return undefined
    throw error
  }
}
