// What calls need of the server: credentials for TURN, and where the SFU is.
import { createHmac } from 'node:crypto'

/** TURN servers that share a secret with this one. */
export interface TurnSettings {
  uris: readonly string[]
  secret: string
  ttlSeconds: number
}

/** What the operator offers for calls. */
export interface CallSettings {
  turn: TurnSettings | undefined
  /** LiveKit's service for MatrixRTC, by URL. */
  livekitServiceUrls: readonly string[]
}

/** Time-limited credentials, as draft-uberti-behave-turn-rest has them; nothing where no TURN server is offered. */
export function turnCredentialsOf(
  turn: TurnSettings | undefined,
  userId: string,
  nowMs: number,
): { username: string; password: string; uris: string[]; ttl: number } | undefined {
  if (turn === undefined) return undefined
  const username = `${Math.floor(nowMs / 1000) + turn.ttlSeconds}:${userId}`
  const password = createHmac('sha1', turn.secret).update(username).digest('base64')
  return { username, password, uris: [...turn.uris], ttl: turn.ttlSeconds }
}

/** The transports of MatrixRTC (MSC4143), as the well-known document and `rtc/transports` list them. */
export function rtcTransportsOf(urls: readonly string[]): { type: string; livekit_service_url: string }[] {
  return urls.map((url) => ({ type: 'livekit', livekit_service_url: url }))
}
