// Who is signed in to the server's own pages: a browser with a cookie, which is no device and reads no messages.
import type { IncomingHttpHeaders } from 'node:http'
import type { Followers } from './db/clause.ts'

/** What somebody proved with, in the order in which they did. */
export type WebMethod = 'passkey' | 'password' | 'upstream'

/** A browser that is signed in to the pages. */
export interface WebSession {
  userId: string
  userNid: number
  /** When its owner last proved to be there, in milliseconds since 1970. */
  authenticatedAtMs: number
  /** Empty: somebody who was let in to register a first passkey, and may do nothing else. */
  methods: readonly WebMethod[]
  /** What every form of the pages carries, so that no other site can send one. */
  csrf: string
}

/** The sessions. Cookies come and go as whole header values. */
export interface WebSessions {
  /** The session of a `Cookie` header; none for an account that may not be used (any more). */
  find(cookieHeader: string | undefined): Promise<WebSession | undefined>
  /** Whether a `Cookie` header shows a session, good or not. */
  isShown(cookieHeader: string | undefined): boolean
  /** Begins a session; gives back the `Set-Cookie` header. `ip` and `agent` are shown to the owner. */
  begin(who: { userId: string; userNid: number }, methods: readonly WebMethod[], from?: WebOrigin): Promise<string>
  /** The same for whoever a statement lets in: `followers` begin it, and stand on the row `let_in` of that statement. */
  prepare(methods: readonly WebMethod[], from: WebOrigin): { cookie: string; followers: Followers }
  /** Notes that the owner of a session has proved to be there once more. */
  prove(cookieHeader: string | undefined, method: WebMethod): Promise<void>
  /** Ends one session; gives back the `Set-Cookie` header that takes the cookie away. */
  end(cookieHeader: string | undefined): Promise<string>
  /** Ends every session of an account. */
  endAll(userId: string): Promise<void>
}

/** Where a browser is. */
export interface WebOrigin {
  ip: string
  agent: string
}

/** The place of a request, bounded. */
export function webOriginOf(request: { ip: string; headers: IncomingHttpHeaders }): WebOrigin {
  return { ip: request.ip.slice(0, 64), agent: (request.headers['user-agent'] ?? '').slice(0, 255) }
}
