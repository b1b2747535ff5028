// Requests made from the contract: one thing wrong each, for every endpoint and each of its fields; and several things
// wrong at once, by chance.
import type { AnyEndpoint } from '@chappe/contract'
import type { RawRequest } from '@chappe/testkit'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { GuardCall, Scene } from '../_guard.ts'
import { guardCall } from '../_guard.ts'
import type { Chance } from './values.ts'
import { BROKEN_BODIES, HOSTILE, HOSTILE_PARTS, HOSTILE_QUERY, Written } from './values.ts'

/** One request, what is wrong with it, and what the answer has to be where that is certain. */
export interface FuzzCase {
  operation: string
  label: string
  request: RawRequest
  /** Status and code; where it is not said, any answer that is not a failure of the server will do. */
  expected?: { status: number; errcodes: readonly string[] }
}

/** Who sends, and what is named. */
export interface Attack {
  endpoint: AnyEndpoint
  scene: Scene
  token: string
}

/** The hostile values that are JSON as anybody writes it. */
const PLAIN = HOSTILE.filter((value) => !(value instanceof Written))
const TOKENS_REFUSED = ['made-up', 'x'.repeat(512), '__proto__', '..%2F..', 'syt_bm9ib2R5_x_0']

/** Everything with one thing wrong that must be refused, whoever asks: it is sent with a token that is good. */
export function* refusedCases({ endpoint, scene, token }: Attack): Generator<FuzzCase> {
  const { operation, method } = endpoint
  const call = guardCall(endpoint, scene)
  const plain: RawRequest = { method, target: call.path, body: bytesOf(call) }
  if (endpoint.auth === 'token' || endpoint.auth === 'guest') {
    yield { operation, label: 'no token', request: plain, expected: { status: 401, errcodes: ['M_MISSING_TOKEN'] } }
  }
  if (endpoint.auth !== 'none') {
    for (const wrong of TOKENS_REFUSED) {
      const expected = { status: 401, errcodes: ['M_UNKNOWN_TOKEN'] }
      yield { operation, label: `token ${wrong.slice(0, 20)}`, request: { ...plain, token: wrong }, expected }
    }
  }
  const { body } = endpoint
  if (body === undefined || body === 'raw') return
  for (const { label, bytes, errcode } of BROKEN_BODIES) {
    if (label === 'refused JSON: []' && Compile(body).Check([])) continue
    const expected = { status: 400, errcodes: [errcode] }
    yield { operation, label, request: { ...plain, token, body: bytes }, expected }
  }
  yield* wrongFields({ endpoint, scene, token }, body)
}

/** Each field of the body as another type, too long, or missing, wherever the schema refuses it. */
function* wrongFields({ endpoint, scene, token }: Attack, schema: TSchema): Generator<FuzzCase> {
  const { operation, method } = endpoint
  const call = guardCall(endpoint, scene)
  const check = Compile(schema)
  for (const path of fieldsOf(schema, 3)) {
    for (const value of [undefined, 'x'.repeat(70_000), ...PLAIN]) {
      const changed: unknown = JSON.parse(JSON.stringify(withField(call.body, path, value)))
      if (check.Check(changed)) continue
      yield {
        operation,
        label: `${path.join('.')} = ${JSON.stringify(value)?.slice(0, 30) ?? 'nothing'}`,
        request: { method, target: call.path, token, body: Buffer.from(JSON.stringify(changed)) },
        expected: { status: 400, errcodes: ['M_BAD_JSON', 'M_MISSING_PARAM'] },
      }
    }
  }
}

/** The call of an endpoint that guests have no business with, as it would be good for anybody else. */
export function guestCase({ endpoint, scene, token }: Attack): FuzzCase {
  const { operation, method } = endpoint
  const call = guardCall(endpoint, scene)
  const expected = { status: 403, errcodes: ['M_GUEST_ACCESS_FORBIDDEN'] }
  return { operation, label: 'a guest', request: { method, target: call.path, token, body: bytesOf(call) }, expected }
}

/** One hostile thing in each place of the call, for somebody who may make it. */
export function* oddCases({ endpoint, scene, token }: Attack): Generator<FuzzCase> {
  const { operation, method } = endpoint
  const call = guardCall(endpoint, scene)
  const body = bytesOf(call)
  for (const at of parametersOf(endpoint)) {
    for (const part of HOSTILE_PARTS) {
      const target = withPart(call.path, at, part)
      yield { operation, label: `part ${at} = ${part.slice(0, 30)}`, request: { method, target, token, body } }
    }
  }
  for (const name of queryNames(endpoint)) {
    for (const value of HOSTILE_QUERY) {
      const target = withQuery(call.path, name, value)
      yield { operation, label: `${name} = ${value.slice(0, 30)}`, request: { method, target, token, body } }
    }
  }
  if (endpoint.body === undefined || endpoint.body === 'raw') return
  const check = Compile(endpoint.body)
  for (const path of [...fieldsOf(endpoint.body, 2), ['added']]) {
    for (const value of HOSTILE) {
      // What the schema refuses is among the cases above.
      if (!(value instanceof Written) && !check.Check(withField(call.body, path, value))) continue
      const label = `${path.join('.')} = ${write(value).slice(0, 30)}`
      const changed = Buffer.from(write(withField(call.body, path, value)))
      yield { operation, label, request: { method, target: call.path, token, body: changed } }
    }
  }
}

/** Several things wrong at once, by chance. */
export function chanceCase({ endpoint, scene, token }: Attack, chance: Chance): FuzzCase {
  const { path, body: valid, raw } = guardCall(endpoint, scene)
  let target = path
  let sent: unknown = valid
  for (let times = 1 + chance.below(3); times > 0; times -= 1) {
    const where = chance.pick(['part', 'query', 'body'] as const)
    if (where === 'body') sent = spoiled(endpoint, sent, chance)
    else target = (where === 'part' ? spoiledPart : spoiledQuery)(endpoint, target, chance)
  }
  const body = endpoint.body === undefined ? undefined : Buffer.from(raw ?? write(sent ?? {}))
  if (body !== undefined && chance.below(10) === 0) body[chance.below(Math.max(1, body.length))] = chance.below(256)
  const who = chance.below(20) === 0 ? undefined : token
  return { operation: endpoint.operation, label: 'by chance', request: { method: endpoint.method, target, token: who, body } }
}

function spoiled({ body }: AnyEndpoint, sent: unknown, chance: Chance): unknown {
  if (body === undefined || body === 'raw') return sent
  if (chance.below(8) === 0) return chance.pick(HOSTILE)
  return withField(sent, chance.pick([...fieldsOf(body, 2), ['added']]), chance.pick(HOSTILE))
}

function spoiledPart(endpoint: AnyEndpoint, target: string, chance: Chance): string {
  const parameters = parametersOf(endpoint)
  return parameters.length === 0 ? target : withPart(target, chance.pick(parameters), chance.pick(HOSTILE_PARTS))
}

function spoiledQuery(endpoint: AnyEndpoint, target: string, chance: Chance): string {
  const names = queryNames(endpoint)
  return names.length === 0 ? target : withQuery(target, chance.pick(names), chance.pick(HOSTILE_QUERY))
}

function bytesOf(call: GuardCall): Uint8Array | undefined {
  if (call.raw !== undefined) return call.raw
  return call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body))
}

/** Where the parameters of an endpoint stand in its path. */
function parametersOf(endpoint: AnyEndpoint): number[] {
  return endpoint.path.split('/').flatMap((part, at) => (part.startsWith('{') ? [at] : []))
}

function queryNames({ query }: AnyEndpoint): string[] {
  const properties = query !== undefined && 'properties' in query ? query.properties : {}
  // What waits is asked for without waiting, so that nothing here takes longer than its work.
  return Object.keys(properties ?? {}).filter((name) => !/^timeout(_ms)?$/.test(name))
}

function withPart(target: string, at: number, part: string): string {
  const [path = '', query] = target.split('?')
  const parts = path.split('/')
  parts[at] = part
  return query === undefined ? parts.join('/') : `${parts.join('/')}?${query}`
}

function withQuery(target: string, name: string, value: string): string {
  const [path = '', query = ''] = target.split('?')
  const others = query.split('&').filter((each) => each !== '' && !each.startsWith(`${name}=`))
  return `${path}?${[...others, `${name}=${value}`].join('&')}`
}

/** The fields of a schema by path, to a depth; a map's values are tried under a made-up key. */
function fieldsOf(schema: unknown, depth: number): string[][] {
  if (depth === 0 || typeof schema !== 'object' || schema === null) return []
  const { properties, patternProperties, items, anyOf } = schema as Record<string, unknown>
  const own = Object.entries(properties ?? {}).flatMap(([name, inner]) => [
    [name],
    ...fieldsOf(inner, depth - 1).map((rest) => [name, ...rest]),
  ])
  const mapped = Object.values(patternProperties ?? {}).flatMap((inner) => [
    ['made-up'],
    ...fieldsOf(inner, depth - 1).map((rest) => ['made-up', ...rest]),
  ])
  const listed = items === undefined ? [] : [['0'], ...fieldsOf(items, depth - 1).map((rest) => ['0', ...rest])]
  const either = Array.isArray(anyOf) ? anyOf.flatMap((inner) => fieldsOf(inner, depth)) : []
  return [...own, ...mapped, ...listed, ...either]
}

/** A copy with one field set; `undefined` leaves it out. What is in the way becomes an object or a list. */
function withField(value: unknown, [name, ...rest]: readonly string[], field: unknown): unknown {
  if (name === undefined) return field
  if (name === '0') {
    const list: unknown[] = Array.isArray(value) ? [...value] : []
    list[0] = withField(list[0], rest, field)
    return list
  }
  const copy: Record<string, unknown> = isPlain(value) ? { ...value } : {}
  const inner = withField(copy[name], rest, field)
  if (inner === undefined) delete copy[name]
  else copy[name] = inner
  return copy
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written)
}

/** JSON text, with what is written as it stands. */
function write(value: unknown): string {
  if (value instanceof Written) return value.text
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (!isPlain(value)) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join(',')}}`
}
