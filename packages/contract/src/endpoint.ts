// An endpoint as a value: what a client may send, what it gets back, and what the answer reveals.
import type { Static, TSchema } from 'typebox'

/** What an answer can show of other people's things. Each kind that is declared here is recorded when read. */
export type RevealKind = 'events' | 'media' | 'people' | 'keys'

/**
 * Who may call: `none` needs no token; `optional` uses one if present; `token` needs an access token;
 * `guest` needs one too but accepts a guest's.
 */
export type EndpointAuth = 'none' | 'optional' | 'token' | 'guest'

/** Which token bucket a call draws from. */
export type RateClass = 'free' | 'login' | 'registration' | 'mail' | 'read' | 'write' | 'message' | 'sync' | 'search' | 'media'

/** What somebody is at the desk. */
export type DeskRole = 'organisation_admin' | 'security_officer' | 'auditor' | 'operator'

/** The HTTP methods Matrix uses, and PATCH, which SCIM does. */
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH'

/** `'raw'`: the body is bytes that the route reads itself (uploads); otherwise the JSON schema of the body. */
export type BodySchema = TSchema | 'raw' | undefined

/** The names in braces of a path, as a record of strings. */
export type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : unknown

/** One endpoint of the wire contract. */
export interface Endpoint<
  P extends string = string,
  Q extends TSchema | undefined = TSchema | undefined,
  B extends BodySchema = BodySchema,
  R extends TSchema | 'raw' = TSchema | 'raw',
  K extends RevealKind = RevealKind,
> {
  /** The specification's operation id, or our own in the same style. */
  operation: string
  method: Method
  /** With names in braces. `/v3/` paths are also answered under `/r0/`. */
  path: P
  /** Further paths that answer the same, with the same names in braces. */
  aliases?: readonly string[]
  /** Where the specification says so. */
  spec: string
  auth: EndpointAuth
  rate: RateClass
  /** Who may call beside having a token: whoever has one of these roles. Everybody, where it is left out. */
  roles?: readonly DeskRole[]
  /** A second person has to agree; `sometimes`: as the table of account states says (packages/policy). */
  secondPerson?: 'always' | 'sometimes'
  /** What an answer can reveal; empty: nothing that belongs to somebody else. */
  reveals: readonly K[]
  /** Query parameters, all strings (or lists of strings) on the wire. */
  query?: Q
  body?: B
  /** `'raw'`: bytes that are not JSON. */
  response: R
}

/** Any endpoint, whatever its schemas. */
export type AnyEndpoint = Endpoint<string, TSchema | undefined, BodySchema, TSchema | 'raw', RevealKind>

/** The parsed query of an endpoint. */
export type QueryOf<E> = E extends { query: infer Q extends TSchema } ? Static<Q> : Record<string, never>

/** The parsed body of an endpoint; `undefined` where it has none or is raw. */
export type BodyOf<E> = E extends { body: infer B } ? (B extends TSchema ? Static<B> : undefined) : undefined

/** The answer of an endpoint. */
export type ResponseOf<E> = E extends { response: infer R } ? (R extends TSchema ? Static<R> : never) : never

/** The path parameters of an endpoint. */
export type ParamsOf<E> = E extends { path: infer P extends string } ? PathParams<P> : unknown

/** The kinds an endpoint may reveal. */
export type RevealsOf<E> = E extends { reveals: readonly (infer K)[] } ? K : never

/** Declares an endpoint; its literal types are kept, so that routes are checked against them. */
export function endpoint<const E extends AnyEndpoint>(value: E): E {
  return value
}
