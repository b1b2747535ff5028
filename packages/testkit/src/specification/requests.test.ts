// What a client may say by the specification is read by the contract: each query parameter, each member of a body.
import { allEndpoints } from '@chappe/contract'
import type { AnyEndpoint } from '@chappe/contract'
import { describe, expect, test } from 'vitest'
import { createDocuments, isNode, readOperations, sharedFolder } from './documents.ts'
import type { Node, SpecOperation } from './documents.ts'

const shared = sharedFolder()
const documents = createDocuments()

/** What the contract does not read, as `operation name`, by the reason. What is listed and read fails as well. */
const UNREAD: Readonly<Record<string, readonly string[]>> = {
  'people are known by their user ids: there is no identity server here, and no address of theirs': [
    'inviteUser id_access_token',
    'inviteUser id_server',
    'joinRoom third_party_signed',
    'joinRoomById third_party_signed',
    'login address',
    'login medium',
  ],
  'says through which other server, and there is one': ['joinRoom via', 'knockRoom via'],
  'the old anonymous way to files answers 404 whatever is asked': [
    ...['getContent', 'getContentOverrideName', 'getContentThumbnail'].flatMap((operation) =>
      ['allow_redirect', 'allow_remote', 'timeout_ms'].map((name) => `${operation} ${name}`),
    ),
    ...['animated', 'height', 'method', 'width'].map((name) => `getContentThumbnail ${name}`),
  ],
}

const keyOf = (method: string, path: string): string => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`

describe.skipIf(shared === undefined)('requests', () => {
  const operations = shared === undefined ? [] : readOperations(shared)
  // Two operations may share a method and a path.
  const byKey = Map.groupBy(operations, (each) => keyOf(each.method, each.path))

  test('what may be said is read, or left aside for a reason', () => {
    const unread = allEndpoints.flatMap((endpoint) => {
      const found = byKey.get(keyOf(endpoint.method, endpoint.path)) ?? []
      const ours = new Set([...namesIn(endpoint.query), ...(endpoint.body === 'raw' ? [] : namesIn(endpoint.body))])
      const isOpen = isOpenBody(endpoint)
      const inQuery = isOpenQuery(endpoint) ? [] : found.flatMap(queryOf)
      const said = new Set([...inQuery, ...(isOpen ? [] : found.flatMap(bodyOf))])
      return [...said].filter((name) => !ours.has(name)).map((name) => `${endpoint.operation} ${name}`)
    })
    expect(unread.toSorted()).toEqual(Object.values(UNREAD).flat().toSorted())
  })
})

/** Bodies that are taken as they are: contents of events, account data, keys. */
function isOpenBody({ body }: AnyEndpoint): boolean {
  return body === undefined || body === 'raw' || namesIn(body).length === 0
}

/** A query of whatever names there are. */
function isOpenQuery({ query }: AnyEndpoint): boolean {
  return isNode(query) && isNode(query['patternProperties'])
}

function namesIn(schema: unknown): string[] {
  if (!isNode(schema)) return []
  const parts = [schema['anyOf'], schema['allOf']].flatMap((list) => (Array.isArray(list) ? list : []))
  return [...Object.keys(isNode(schema['properties']) ? schema['properties'] : {}), ...parts.flatMap(namesIn)]
}

/** The operation in its document, and the path above it. */
function nodesOf(operation: SpecOperation): { file: string; pointer: string; node: Node }[] {
  const paths = documents.resolve(operation.file, '/paths')?.node ?? {}
  const own = Object.keys(paths).filter((path) => operation.path.endsWith(path.trim()))
  const path = own.toSorted((a, b) => b.length - a.length)[0] ?? ''
  const pointer = `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${operation.method.toLowerCase()}`
  const found = documents.resolve(operation.file, pointer)
  return found === undefined ? [] : [found]
}

function queryOf(operation: SpecOperation): string[] {
  return nodesOf(operation).flatMap(({ file, pointer, node }) => {
    const list = Array.isArray(node['parameters']) ? node['parameters'] : []
    return list.flatMap((_, at) => {
      const parameter = documents.resolve(file, `${pointer}/parameters/${at}`)?.node
      return parameter?.['in'] === 'query' && typeof parameter['name'] === 'string' ? [parameter['name']] : []
    })
  })
}

function bodyOf(operation: SpecOperation): string[] {
  return nodesOf(operation).flatMap(({ file, pointer }) =>
    propertiesAt(file, `${pointer}/requestBody/content/application~1json/schema`),
  )
}

/** The members of a schema, those of its `allOf` included. */
function propertiesAt(file: string, pointer: string): string[] {
  const found = documents.resolve(file, pointer)
  if (found === undefined) return []
  const parts = Array.isArray(found.node['allOf']) ? found.node['allOf'] : []
  const own = isNode(found.node['properties']) ? Object.keys(found.node['properties']) : []
  return [...own, ...parts.flatMap((_, at) => propertiesAt(found.file, `${found.pointer}/allOf/${at}`))]
}
