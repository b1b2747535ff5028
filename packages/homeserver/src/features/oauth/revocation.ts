// POST /oauth2/revoke: signing out. https://spec.matrix.org/v1.19/client-server-api/#token-revocation
import type { OAuthDeps } from './context.ts'
import type { JsonAnswer } from './registration.ts'

/**
 * Ends the device that a token is of, whoever shows the token: "this behavior is meant to help good actors like secret
 * scanning tools". A token that is none (any more) is revoked already.
 */
export async function revokeToken({ db, ports }: OAuthDeps, form: URLSearchParams): Promise<JsonAnswer> {
  const token = form.get('token')
  if (token === null || token.length > 512) return { status: 400, body: { error: 'invalid_request', error_description: 'token is needed' } }
  const device = await ports.devices.findByToken(token)
  if (device !== undefined) {
    const client = form.get('client_id')
    if (client !== null && client !== device.clientId) {
      await ports.alerts.raise(db, { kind: 'token_revoked_by_other', userNid: device.userNid, deviceId: device.deviceId, detail: { client: device.clientId } })
    }
    await ports.devices.end(device)
  }
  return { status: 200, body: {} }
}
