// Statements that a connection keeps parsed and planned. Parsing and planning a short statement costs the database several
// times what doing it does, which is worth sparing where the same few are asked for at every sign-in.
import { createHash } from 'node:crypto'
import type pg from 'pg'

/**
 * Stands at the beginning of a statement that is kept: of one that is asked for often, is the same text each time, and
 * looks rows up by their keys, so that its plan does not depend on what is asked for. `sql.raw(KEPT)`, or in the text itself.
 */
export const KEPT = '/*kept*/'
/** Each costs some kilobytes in every connection: texts that are made up as they go are not kept. */
const MAX_KEPT = 100

const names = new Map<string, string>()

/** Has a connection keep what is marked. */
export function keepStatements(client: pg.PoolClient): void {
  const query = client.query
  Object.defineProperty(client, 'query', { value: (...args: unknown[]): unknown => Reflect.apply(query, client, named(args)) })
}

function named(args: unknown[]): unknown[] {
  const [text, values, ...rest] = args
  if (typeof text !== 'string' || !text.startsWith(KEPT)) return args
  const name = nameOf(text)
  return name === undefined ? args : [{ name, text, values }, ...rest]
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MAX_KEPT) return known
  const name = `kept-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}
