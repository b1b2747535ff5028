// The specification's YAML, read in place and on demand: OpenAPI documents and the schemas they refer to.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { parse } from 'yaml'

/** A member of a document: a schema, a response, a map of them. */
export type Node = Record<string, unknown>

/** One operation of the client-server API and where its document is. */
export interface SpecOperation {
  operation: string
  method: string
  path: string
  /** The names of its query parameters. */
  query: readonly string[]
  /** The document's path. */
  file: string
}

/** Where what we know lies, or undefined where the machine has it not. */
export function sharedFolder(): string | undefined {
  const folder = process.env['CHAPPE_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared')
  return existsSync(join(folder, 'spec/endpoints.json')) ? folder : undefined
}

/** Every operation of the client-server API. */
export function readOperations(shared: string): SpecOperation[] {
  const { endpoints }: { endpoints: (SpecOperation & { api: string; operationId: string; queryParams: string[]; sourceFile: string })[] } = JSON.parse(
    readFileSync(join(shared, 'spec/endpoints.json'), 'utf8'),
  )
  return endpoints
    .filter(({ api }) => api === 'client-server')
    .map(({ method, path, operationId, queryParams, sourceFile }) => ({
      operation: operationId,
      method,
      path,
      query: queryParams,
      file: join(shared, 'spec/api/client-server', sourceFile),
    }))
}

/** Documents and compiled schemas, each once. */
export interface Documents {
  /** The object at a JSON pointer of a document, `$ref` followed, with its own place. */
  resolve(file: string, pointer: string): { node: Node; file: string; pointer: string } | undefined
  /** What holds a value against the schema at a place. */
  validator(file: string, pointer: string): ValidateFunction
}

/** Makes an empty store of documents. */
export function createDocuments(): Documents {
  const documents = new Map<string, Node>()
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, addUsedSchema: false })
  const validators = new Map<string, ValidateFunction>()
  const load = (file: string): Node => {
    const before = documents.get(file)
    if (before !== undefined) return before
    const document: Node = parse(readFileSync(file, 'utf8'))
    documents.set(file, document)
    const targets = makeAbsolute(document, pathToFileURL(file).href)
    ajv.addSchema(document, pathToFileURL(file).href)
    // What a document refers to has to be known before a schema of it is compiled.
    for (const target of targets) load(fileURLToPath(target))
    return document
  }
  const find = (file: string, pointer: string): ReturnType<Documents['resolve']> => {
    let node: unknown = load(file)
    for (const part of pointer.split('/').slice(1)) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
      node = (isNode(node) || Array.isArray(node)) && Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined
    }
    if (!isNode(node)) return undefined
    const ref = node['$ref']
    if (typeof ref !== 'string') return { node, file, pointer }
    const [target = '', inner = ''] = ref.split('#')
    return find(fileURLToPath(target), decodeURI(inner))
  }
  return {
    resolve: find,
    validator(file, pointer) {
      load(file)
      const $ref = `${pathToFileURL(file).href}#${encodeURI(pointer)}`
      const validate = validators.get($ref) ?? ajv.compile({ $ref })
      validators.set($ref, validate)
      return validate
    },
  }
}

/** Makes every `$ref` that is not part of an example absolute, and gives back the documents they lead to. */
function makeAbsolute(value: unknown, base: string): Set<string> {
  const targets = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) visit(each)
    if (!isNode(node)) return
    for (const [key, inner] of Object.entries(node)) {
      if (key === '$ref' && typeof inner === 'string') {
        const url = new URL(inner, base)
        node[key] = url.href
        targets.add(url.href.split('#')[0] ?? '')
      } else if (key !== 'example' && key !== 'examples') visit(inner)
    }
  }
  visit(value)
  return targets
}

/** Whether a value is an object that is no list. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A key as a part of a JSON pointer. */
export function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
