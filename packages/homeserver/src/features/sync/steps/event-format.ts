// Events as a filter wants them: in the format of servers, or with some members only.
// https://spec.matrix.org/v1.19/client-server-api/#filtering
import type { JsonObject, JsonValue } from '@chappe/core'
import { isJsonObject, parseJson } from '@chappe/core'

/** What a filter asks for beside the usual form. */
export interface EventFormat {
  federation: boolean
  /** The members to show, each as the steps that lead to it; nothing: all of them. */
  fields: readonly (readonly string[])[] | undefined
}

/** "A server may include more fields than were requested": without these it is no event of a sync. */
const ALWAYS = ['event_id', 'type', 'state_key', 'sender', 'origin_server_ts'].map((name) => [name])

/** An event whose usual text is `clientText`, as the filter wants it. */
export function formatted(format: EventFormat, event: { eventId: string; json: string }, clientText: string): string {
  const text = format.federation ? federationText(event, clientText) : clientText
  return format.fields === undefined ? text : JSON.stringify(picked(objectOf(text), [...ALWAYS, ...format.fields]))
}

/** "federation will return the raw event as received over federation", with the id and what is unsigned beside it. */
function federationText({ eventId, json }: { eventId: string; json: string }, clientText: string): string {
  const { unsigned } = objectOf(clientText)
  const head = `"event_id":${JSON.stringify(eventId)}${unsigned === undefined ? '' : `,"unsigned":${JSON.stringify(unsigned)}`}`
  const { unsigned: _stored, ...pdu } = objectOf(json)
  return `{${head},${JSON.stringify(pdu).slice(1)}`
}

function picked(event: JsonObject, fields: readonly (readonly string[])[]): JsonObject {
  const shown: JsonObject = { content: {} }
  for (const path of fields) copy(event, shown, path)
  return shown
}

function copy(from: JsonObject, to: JsonObject, [name, ...rest]: readonly string[]): void {
  if (name === undefined || !Object.hasOwn(from, name)) return
  const value = from[name]
  if (value === undefined) return
  if (rest.length === 0) {
    put(to, name, value)
    return
  }
  if (!isJsonObject(value)) return
  const before = Object.hasOwn(to, name) ? to[name] : undefined
  const inner = isJsonObject(before) ? before : {}
  copy(value, inner, rest)
  if (Object.keys(inner).length > 0) put(to, name, inner)
}

/** Defined rather than assigned: `__proto__` is a name like any other. */
function put(object: JsonObject, name: string, value: JsonValue): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}

/** The steps of a path: dots part them, `\\.` is a dot and `\\\\` a backslash in a name. */
export function fieldPath(field: string): string[] {
  const steps = ['']
  for (let at = 0; at < field.length; at += 1) {
    const unit = field[at] ?? ''
    const next = field[at + 1]
    if (unit === '.') {
      steps.push('')
      continue
    }
    const isEscape = unit === '\\' && (next === '.' || next === '\\')
    if (isEscape) at += 1
    steps[steps.length - 1] += isEscape ? (next ?? '') : unit
  }
  return steps
}

function objectOf(text: string): JsonObject {
  const value = parseJson(text, { maxDepth: 1000 })
  return isJsonObject(value) ? value : {}
}
