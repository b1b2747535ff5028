// From the operations' results to what goes over the wire.
import { RawBody } from '../../../http/reveal-tap.ts'
import type { Device, Page, Registered, SignedIn } from '../accounts.ts'

/** The token of a request whose endpoint takes none of a session: an application service's. */
export function bearerOf(headers: { authorization?: string | undefined }): string | undefined {
  return /^Bearer +(\S{1,512})$/i.exec(headers.authorization ?? '')?.[1]
}

interface TokensAnswer {
  access_token: string
  refresh_token?: string
  expires_in_ms?: number
}

/** The tokens of a sign-in or a refresh. */
export function tokensAnswer(tokens: Pick<SignedIn, 'accessToken' | 'refreshToken' | 'expiresInMs'>): TokensAnswer {
  return {
    access_token: tokens.accessToken,
    ...(tokens.refreshToken === undefined ? {} : { refresh_token: tokens.refreshToken }),
    ...(tokens.expiresInMs === undefined ? {} : { expires_in_ms: tokens.expiresInMs }),
  }
}

/** A signed-in device; `home_server` is what clients older than 2018 read. */
export function signedInAnswer(
  signedIn: SignedIn,
  serverName: string,
): TokensAnswer & { user_id: string; device_id: string; home_server: string } {
  return {
    user_id: signedIn.userId,
    ...tokensAnswer(signedIn),
    device_id: signedIn.deviceId,
    home_server: serverName,
  }
}

/** A new account, with its device where one was signed in. */
export function registeredAnswer(
  registered: Registered,
  serverName: string,
): { user_id: string; home_server: string } & Partial<TokensAnswer> & { device_id?: string } {
  const { userId, signedIn } = registered
  return signedIn === undefined ? { user_id: userId, home_server: serverName } : signedInAnswer(signedIn, serverName)
}

/** A device as its owner sees it. */
export function deviceAnswer(device: Device): {
  device_id: string
  display_name?: string
  last_seen_ip?: string
  last_seen_ts?: number
  'org.chappe.on_probation'?: true
} {
  return {
    device_id: device.deviceId,
    ...(device.displayName === null ? {} : { display_name: device.displayName }),
    ...(device.lastSeenIp === null ? {} : { last_seen_ip: device.lastSeenIp }),
    ...(device.lastSeenAtMs === null ? {} : { last_seen_ts: device.lastSeenAtMs }),
    ...(device.onProbationSinceMs === null ? {} : { 'org.chappe.on_probation': true as const }),
  }
}

/** A fallback page. */
export function pageAnswer(page: Page): RawBody {
  const body = Buffer.from(page.html)
  return new RawBody(body, body.byteLength, page.headers)
}
