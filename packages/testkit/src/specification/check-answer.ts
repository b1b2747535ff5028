// Holds an answer against what the specification says of its operation: status, required headers, schema of the body.
import { join } from 'node:path'
import type { HttpAnswer, Json } from '../person.ts'
import { createDocuments, isNode, pointerPart, readOperations, sharedFolder } from './documents.ts'
import type { Documents, Node, SpecOperation } from './documents.ts'
import { isTolerated } from './tolerated.ts'

/** What was found of one answer. */
export interface CheckedAnswer {
  /** The specification's operation id. */
  operation: string
  status: number
  /** What is wrong, a line each; empty: the answer is as specified. */
  violations: string[]
}

/** Checks answers of the client-server API. */
export interface AnswerCheck {
  operations: readonly SpecOperation[]
  /** Undefined where the specification has no such endpoint. */
  check(method: string, path: string, answer: HttpAnswer): CheckedAnswer | undefined
}

/** The check, or undefined where the specification's data is not on this machine. */
export function createAnswerCheck(): AnswerCheck | undefined {
  const shared = sharedFolder()
  if (shared === undefined) return undefined
  const operations = readOperations(shared)
  const documents = createDocuments()
  const find = operationFinder(operations)
  return {
    operations,
    check(method, path, answer) {
      const operation = find(method, path)
      if (operation === undefined) return undefined
      const found = [...violationsOf(documents, operation, answer), ...eventViolations(documents, shared, answer.body)]
      const violations = found.filter(
        (violation) => !isTolerated(operation.operation, answer.status, violation, path),
      )
      return { operation: operation.operation, status: answer.status, violations }
    },
  }
}

/** Types of events that only the server writes, so that their content is its own doing. */
const OWN_EVENTS = new Set(['m.typing', 'm.receipt', 'm.presence', 'm.push_rules'])

/** What is wrong with the events that the server itself has written into a sync. */
function eventViolations(documents: Documents, shared: string, body: Json): string[] {
  const rooms: Json[] = isNode(body.rooms) && isNode(body.rooms['join']) ? Object.values(body.rooms['join']) : []
  const events: Json[] = [body.account_data, body.presence, ...rooms.map((room) => room.ephemeral)].flatMap(
    (batch) => batch?.events ?? [],
  )
  return events
    .filter((event) => OWN_EVENTS.has(event.type))
    .flatMap((event) => {
      const validate = documents.validator(join(shared, `spec/event-schemas/schema/${event.type}.yaml`), '')
      if (validate(event)) return []
      return (validate.errors ?? []).map(({ instancePath, message }) => `${event.type} ${instancePath} ${message ?? ''}`)
    })
}

/** Finds the operation of a request: literal parts of paths win over parameters, then who has more of the query. */
function operationFinder(operations: readonly SpecOperation[]): (method: string, path: string) => SpecOperation | undefined {
  const byShape = Map.groupBy(operations, ({ method, path }) => `${method} ${path.split('/').length}`)
  return (method, path) => {
    const [bare = '', query = ''] = path.split('?')
    const asked = [...new URLSearchParams(query).keys()]
    const knows = (each: SpecOperation): number => asked.filter((name) => each.query.includes(name)).length
    const plain = bare.replace(/^\/_matrix\/(client|media)\/r0\//, '/_matrix/$1/v3/')
    const parts = plain.split('/')
    const fits = (byShape.get(`${method} ${parts.length}`) ?? []).filter((each) =>
      each.path.split('/').every((part, at) => part.startsWith('{') || part === parts[at]),
    )
    return fits.toSorted((a, b) => parametersIn(a.path) - parametersIn(b.path) || knows(b) - knows(a))[0]
  }
}

function parametersIn(path: string): number {
  return path.split('{').length
}

function violationsOf(documents: Documents, operation: SpecOperation, answer: HttpAnswer): string[] {
  // A part of a file and a file that has not changed are HTTP's own, whatever the endpoint.
  if ([206, 304, 416].includes(answer.status)) return []
  // Who is not let in at all is told so and asked for no stage of authentication.
  if (answer.status === 401 && isTokenError(answer)) return errorViolations(answer)
  const responses = responsesOf(documents, operation)
  const status = String(answer.status)
  const response = documents.resolve(operation.file, `${responses}/${status}`)
  if (response === undefined) return answer.status < 400 ? [`status ${status} is not specified`] : errorViolations(answer)
  const found = missingHeaders(documents, response, answer)
  const schema = `${response.pointer}/content/application~1json/schema`
  if (documents.resolve(response.file, schema) === undefined) {
    return answer.status < 400 || isNode(response.node['content']) ? found : [...found, ...errorViolations(answer)]
  }
  if (!isJson(answer)) return [...found, `the body is ${answer.headers.get('content-type') ?? 'of no type'}, not JSON`]
  const validate = documents.validator(response.file, schema)
  if (validate(answer.body)) return found
  const errors = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
  return [...found, ...new Set(errors)]
}

/** The pointer to the responses of an operation in its document. */
function responsesOf(documents: Documents, operation: SpecOperation): string {
  const paths = documents.resolve(operation.file, '/paths')?.node ?? {}
  const own = Object.keys(paths)
    .filter((path) => operation.path.endsWith(path.trim()))
    .toSorted((a, b) => b.length - a.length)[0]
  return `/paths/${pointerPart(own ?? '')}/${operation.method.toLowerCase()}/responses`
}

function missingHeaders(
  documents: Documents,
  response: { node: Node; file: string; pointer: string },
  answer: HttpAnswer,
): string[] {
  const headers = response.node['headers']
  if (!isNode(headers)) return []
  return Object.keys(headers)
    .filter((name) => documents.resolve(response.file, `${response.pointer}/headers/${pointerPart(name)}`)?.node['required'] === true)
    .filter((name) => !answer.headers.has(name))
    .map((name) => `the header ${name} is missing`)
}

/** "Any errors which occur at the Matrix API level MUST return a 'standard error response'." */
function errorViolations(answer: HttpAnswer): string[] {
  if (!isJson(answer)) return ['the error is not JSON']
  const { errcode, error, flows } = answer.body
  // What asks for another stage of authentication is no error.
  if (answer.status === 401 && Array.isArray(flows)) return []
  const found: string[] = []
  if (typeof errcode !== 'string' || !/^[A-Z][A-Z0-9_.]*$/.test(errcode)) found.push('/errcode is not a code')
  if (typeof error !== 'string') found.push('/error is not a text')
  return found
}

function isTokenError({ body }: HttpAnswer): boolean {
  return ['M_MISSING_TOKEN', 'M_UNKNOWN_TOKEN', 'M_USER_LOCKED'].includes(body.errcode)
}

function isJson(answer: HttpAnswer): boolean {
  return (answer.headers.get('content-type') ?? '').startsWith('application/json')
}
