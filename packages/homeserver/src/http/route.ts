// Ties an endpoint of the contract to the function that answers it.
import type { AnyEndpoint, BodyOf, ParamsOf, QueryOf, ResponseOf, RevealsOf } from '@chappe/contract'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Session } from '../session.ts'
import type { ErrorAnswer } from './errors.ts'
import type { JsonText, PageBody, RawBody, Revealed, RevealTap } from './reveal-tap.ts'

/** The session a route gets: certain, possible or none, as its endpoint declares. */
export type SessionOf<E extends AnyEndpoint> = E['auth'] extends 'token' | 'guest'
  ? Session
  : E['auth'] extends 'optional'
    ? Session | undefined
    : undefined

/** What a route can know of the connection. */
export interface CallRequest {
  ip: string
  headers: IncomingHttpHeaders
  /** The unread body of an endpoint whose body is raw. */
  stream: IncomingMessage
  /** Calls `listener` once when the client goes away; gives back how to call that off. */
  onGone(listener: () => void): () => void
  /** The whole path as it came, without the query. */
  path: string
}

/** One call of an endpoint, parsed and checked. */
export interface Call<E extends AnyEndpoint> {
  params: ParamsOf<E>
  query: QueryOf<E>
  body: BodyOf<E>
  session: SessionOf<E>
  tap: RevealTap<RevealsOf<E>, ResponseOf<E>>
  request: CallRequest
}

/** What a route gives back: recorded where the endpoint reveals something, plain where it reveals nothing. */
export type Answer<E extends AnyEndpoint> = [RevealsOf<E>] extends [never]
  ? ResponseOf<E> | JsonText | RawBody | PageBody
  : Revealed

/** A route whose endpoint's types are forgotten, as the adapter takes it. */
export interface Route {
  endpoint: AnyEndpoint
  handle(call: unknown): Promise<unknown>
  /** How a refusal is shown where people read it; left out: as the JSON of the error table. */
  refuse?: (error: ErrorAnswer, headers: IncomingHttpHeaders) => PageBody
}

/** Declares the route of an endpoint. The handler parses nothing and decides nothing: it calls one operation. */
export function route<const E extends AnyEndpoint>(
  endpoint: E,
  handler: (call: Call<E>) => Promise<Answer<E>> | Answer<E>,
): Route {
  return {
    endpoint,
    // The adapter builds the call from this very endpoint's schemas, so the shape is the handler's.
    handle: async (call) => handler(call as Call<E>),
  }
}

/** Somebody who lacks the role that an endpoint is for. */
export interface RoleRefusal {
  session: Session
  operation: string
  /** What the path names. */
  target: string
  ip: string
}
