// Statements that a connection keeps parsed and planned. Parsing and planning a short statement costs the database several
// times what doing it does, which is worth sparing where the same few are asked for at every sign-in.
import { createHash } from 'node:crypto'
import pg from 'pg'

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
  Object.defineProperty(client, 'query', {
    value(...args: unknown[]): unknown {
      const [text, values] = args
      const name = typeof text === 'string' && text.startsWith(KEPT) ? nameOf(text) : undefined
      if (typeof text !== 'string' || name === undefined || args.length > 2) return Reflect.apply(query, client, args)
      // A query and not what one is made of, which is copied member by member each time.
      return new Promise((resolve, reject) => {
        const kept = new pg.Query(text, isList(values) ? values : undefined, (error, result) => (error === null || error === undefined ? resolve(result) : reject(traced(error))))
        Object.assign(kept, { name })
        Reflect.apply(query, client, [kept])
      })
    },
  })
}

/** With a stack that leads to where it was caught, as the client itself does it. */
function traced(error: Error): Error {
  Error.captureStackTrace(error)
  return error
}

function isList(values: unknown): values is unknown[] {
  return Array.isArray(values)
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MAX_KEPT) return known
  const name = `kept-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}
