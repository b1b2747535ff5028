// Query strings as their endpoint declares them: text on the wire, typed inside.
import type { TSchema } from 'typebox'

/**
 * Turns the strings of a query into what the schema expects (integers, booleans, lists); what does not fit stays
 * as it is, so that the check that follows names it.
 */
export function parseQuery(schema: TSchema, raw: Readonly<Record<string, string | string[] | undefined>>): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const properties = propertiesOf(schema)
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue
    const type = Object.hasOwn(properties, name) ? typeOf(properties[name]) : undefined
    result[name] = convert(type, value)
  }
  return result
}

function convert(type: string | undefined, value: string | string[]): unknown {
  if (type === 'array') return Array.isArray(value) ? value : [value]
  const text = Array.isArray(value) ? (value[0] ?? '') : value
  if (type === 'integer' || type === 'number') return /^-?\d{1,16}$/.test(text) ? Number(text) : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

function propertiesOf(schema: TSchema): Record<string, unknown> {
  return 'properties' in schema && isRecord(schema.properties) ? schema.properties : {}
}

function typeOf(schema: unknown): string | undefined {
  return isRecord(schema) && typeof schema['type'] === 'string' ? schema['type'] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
