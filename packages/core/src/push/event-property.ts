// Properties of an event by dot-separated path.
// https://spec.matrix.org/v1.19/appendices/#dot-separated-property-paths
import { isJsonObject } from '../json/canonical.ts'
import type { PushEvent } from './push-rule.ts'

/** A value that conditions compare: a string, number, boolean or null, or an array with its compounds left out. */
export type EventProperty = string | number | boolean | null | readonly (string | number | boolean | null)[]

/** Properties nested deeper than this are not looked at, neither by the map nor by a condition. */
export const PROPERTY_DEPTH_MAX = 32

/**
 * All properties of an event by their paths, e.g. `content.m\.mentions.room`. Objects are walked into; arrays are
 * values. What is nested deeper than {@link PROPERTY_DEPTH_MAX} is left out.
 *
 * @param event any event, in whatever format
 */
export function flattenEvent(event: object): ReadonlyMap<string, EventProperty> {
  const flat = new Map<string, EventProperty>()
  flattenInto(flat, { node: event, prefix: '', depth: 1 })
  return flat
}

function flattenInto(flat: Map<string, EventProperty>, from: { node: object; prefix: string; depth: number }): void {
  for (const [name, value] of Object.entries(from.node)) {
    const path = from.prefix + escapeName(name)
    const property = toProperty(value)
    if (property !== undefined) flat.set(path, property)
    else if (isJsonObject(value) && from.depth < PROPERTY_DEPTH_MAX) {
      flattenInto(flat, { node: value, prefix: `${path}.`, depth: from.depth + 1 })
    }
  }
}

// "any literal dot or backslash found in a property name should be escaped with a backslash" (v1.19).
function escapeName(name: string): string {
  return name.replace(/[.\\]/g, '\\$&')
}

/**
 * The property names of a path. `\.` and `\\` stand for a dot and a backslash; "other escape sequences are left
 * as-is" (v1.19).
 */
export function parsePropertyPath(path: string): readonly string[] {
  const names: string[] = []
  let name = ''
  for (let index = 0; index < path.length; index += 1) {
    const character = path.charAt(index)
    const next = path.charAt(index + 1)
    if (character === '\\' && (next === '.' || next === '\\')) {
      name += next
      index += 1
    } else if (character === '.') {
      names.push(name)
      name = ''
    } else {
      name += character
    }
  }
  names.push(name)
  return names
}

/**
 * One property of an event, without building the map of {@link flattenEvent}: undefined where it is absent, an
 * object, or nested too deep.
 *
 * @param names a path as {@link parsePropertyPath} gives it
 */
export function findEventProperty(event: PushEvent, names: readonly string[]): EventProperty | undefined {
  if (names.length > PROPERTY_DEPTH_MAX) return undefined
  let node: unknown = event
  for (const name of names) {
    if (!isJsonObject(node) || !Object.hasOwn(node, name)) return undefined
    node = node[name]
  }
  return toProperty(node)
}

/** Whether conditions can compare `value`: a string, number, boolean or null. */
export function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

// "Array values not of those types are ignored" (v1.19).
function toProperty(value: unknown): EventProperty | undefined {
  if (isScalar(value)) return value
  return Array.isArray(value) ? value.filter(isScalar) : undefined
}
