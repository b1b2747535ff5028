// The conditions of push rules, compiled to predicates.
// https://spec.matrix.org/v1.19/client-server-api/#conditions-1
import { findEventProperty, isScalar, parsePropertyPath } from './event-property.ts'
import { compileWholeGlob, compileWordGlob } from './glob.ts'
import type { PushCondition, PushEvent } from './push-rule.ts'

/** What evaluation knows beside the event: the user whose rules they are, and the room. */
export interface PushContext {
  readonly userId: string
  /** The user's display name in the room. */
  readonly displayName?: string
  /** How many members have joined the room. */
  readonly memberCount: number
  /** The sender's power level; infinite for the creators of a room of version 12. */
  readonly senderPower: number
  /** The power that a sender needs for the notification `key`, e.g. `room`. */
  notificationLevel(key: string): number
}

/** A compiled condition. */
export type PushPredicate = (event: PushEvent, context: PushContext) => boolean

const NEVER: PushPredicate = () => false

// A table rather than an object: kinds come from outside, and `constructor` is no kind.
const COMPILERS = new Map<string, (condition: PushCondition) => PushPredicate>([
  ['event_match', (condition) => compileEventMatch(condition.key, condition.pattern)],
  ['event_property_is', compilePropertyIs],
  ['event_property_contains', compilePropertyContains],
  ['contains_display_name', () => containsDisplayName],
  ['room_member_count', compileMemberCount],
  ['sender_notification_permission', compileSenderPermission],
])

/**
 * Compiles one condition. "Unrecognised conditions MUST NOT match any events" (v1.19); neither do conditions whose
 * parameters are missing or ill-typed.
 */
export function compileCondition(condition: PushCondition): PushPredicate {
  return COMPILERS.get(condition.kind)?.(condition) ?? NEVER
}

/**
 * Compiles a glob on a property; also what a content rule is, with the key `content.body`.
 *
 * @param key path of the property; without it nothing matches
 * @param pattern the glob; without it nothing matches
 */
export function compileEventMatch(key: string | undefined, pattern: string | undefined): PushPredicate {
  if (typeof key !== 'string' || typeof pattern !== 'string') return NEVER
  const names = parsePropertyPath(key)
  // "As a special case, if `key` is `content.body`, then `pattern` must instead match any substring of the value of
  // the property which starts and ends at a word boundary." (v1.19)
  const matches = key === 'content.body' ? compileWordGlob(pattern) : compileWholeGlob(pattern)
  return (event) => {
    const value = findEventProperty(event, names)
    // "If the property [...] does not have a string value, then the condition will not match" (v1.19)
    return typeof value === 'string' && matches(value)
  }
}

// "The match is performed exactly and only supports non-compound canonical JSON values: strings, integers in the
// range of [-(2**53)+1, (2**53)-1], booleans, and null." (v1.19)
function isComparable(value: unknown): value is string | number | boolean | null {
  return isScalar(value) && (typeof value !== 'number' || Number.isSafeInteger(value))
}

function compilePropertyIs({ key, value }: PushCondition): PushPredicate {
  if (typeof key !== 'string' || !isComparable(value)) return NEVER
  const names = parsePropertyPath(key)
  return (event) => findEventProperty(event, names) === value
}

function compilePropertyContains({ key, value }: PushCondition): PushPredicate {
  if (typeof key !== 'string' || !isComparable(value)) return NEVER
  const names = parsePropertyPath(key)
  return (event) => {
    const property = findEventProperty(event, names)
    return typeof property === 'object' && property !== null && property.includes(value)
  }
}

// "This matches messages where `content.body` contains the owner's display name in that room." (v1.19)
const containsDisplayName: PushPredicate = (event, { displayName }) => {
  const body = findEventProperty(event, ['content', 'body'])
  if (typeof body !== 'string' || displayName === undefined || displayName === '') return false
  return compileWordGlob(displayName, false)(body)
}

// "A decimal integer optionally prefixed by one of, `==`, `<`, `>`, `>=` or `<=`." (v1.19)
const MEMBER_COUNT = /^(==|<=|>=|<|>)?(\d{1,15})$/

function compileMemberCount({ is }: PushCondition): PushPredicate {
  const parts = typeof is === 'string' ? MEMBER_COUNT.exec(is) : null
  if (parts === null) return NEVER
  const count = Number(parts[2])
  switch (parts[1]) {
    case '<': return (_event, { memberCount }) => memberCount < count
    case '>': return (_event, { memberCount }) => memberCount > count
    case '<=': return (_event, { memberCount }) => memberCount <= count
    case '>=': return (_event, { memberCount }) => memberCount >= count
    default: return (_event, { memberCount }) => memberCount === count
  }
}

function compileSenderPermission({ key }: PushCondition): PushPredicate {
  if (typeof key !== 'string') return NEVER
  return (_event, context) => context.senderPower >= context.notificationLevel(key)
}
