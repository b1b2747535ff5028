// The server's own endpoints beside the specification's, and what they answer: read field by field, as everything is that
// comes from outside.
import type { AnyEndpoint } from '@chappe/contract'
import type { MatrixClient, Method } from 'matrix-js-sdk'
import { asked } from './refused.ts'

/** A call of an endpoint of the contract. */
export interface OwnCall {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string>>
  body?: object
}

/** Calls an endpoint. Throws `Refused`. */
export async function callOwn(client: MatrixClient, { method, path }: Pick<AnyEndpoint, 'method' | 'path'>, { params = {}, query, body }: OwnCall = {}): Promise<Readonly<Record<string, unknown>>> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const answer: unknown = await asked(client.http.authedRequest(method as Method, filled, query, body, { prefix: '' }))
  return recordOf(answer)
}

/** An object; an empty one where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}

/** A list of objects, at most so many. */
export function recordsOf(value: unknown, max: number): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.slice(0, max).map(recordOf) : []
}

/** A text; an empty one where it is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A number that counts something; zero where it is none. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0
}
