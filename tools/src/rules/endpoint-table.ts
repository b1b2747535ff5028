// The table of endpoints in docs/, written from the contract: who may call, how often, what is shown, what tests it.
import type { AnyEndpoint, EndpointAuth } from '@chappe/contract'
import { allEndpoints } from '@chappe/contract'
import { authDeviations, leftOut, pending, reasonForOurs } from '@chappe/contract/coverage'
import type { Finding, Tree } from '../tree.ts'
import { testersOf } from './contracts.ts'

/** Where the table stands. */
export const endpointTableFile = 'docs/api/client-server.md'

/** More tests than these would only make the line long, and the table stale too often. */
const TESTS_MAX = 2

const authWords: Readonly<Record<EndpointAuth, string>> = {
  none: 'nobody asks',
  optional: 'with or without token',
  token: 'token',
  guest: 'token, guests too',
}

/** Reports a table that is not what the contract says now. */
export function checkEndpointTable(tree: Tree, endpoints: readonly AnyEndpoint[] = allEndpoints): Finding[] {
  if (!tree.files.some((file) => file.startsWith('docs/'))) return []
  const written = tree.files.includes(endpointTableFile) ? tree.read(endpointTableFile) : ''
  if (written === endpointTable(tree, endpoints)) return []
  const message = 'not as the contract says: run npm run check -- --write-endpoints'
  return [{ rule: 'endpoint-table', file: endpointTableFile, message }]
}

/** The whole file. */
export function endpointTable(tree: Tree, unordered: readonly AnyEndpoint[]): string {
  const endpoints = unordered.toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method))
  const testers = testersOf(tree)
  const areas = Map.groupBy(endpoints, (each) => areaOf(testers.get(nameOf(each))?.file ?? ''))
  const rowsOf = (area: string, of: readonly AnyEndpoint[]): string[] =>
    of.map((each) => rowOf(each, testsFirst(testers.get(nameOf(each))?.tests ?? [], area)))
  const sections = [...areas]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([area, of]) => [`## ${area}`, '', ...HEAD, ...rowsOf(area, of), ''].join('\n'))
  return [...openingLines(endpoints), ...sections, ...closingLines(endpoints)].join('\n')
}

const HEAD = ['| Endpoint | Who may call | Rate | Shows | Tests |', '|---|---|---|---|---|']

function openingLines(endpoints: readonly AnyEndpoint[]): string[] {
  const names = endpoints.flatMap((each) => [each.path, ...(each.aliases ?? [])])
  const specified = names.filter((path) => reasonForOurs(path) === undefined)
  const left = Object.keys(leftOut).length
  const total = specified.length + pending.length + left
  return [
    '# The endpoints',
    '',
    'Written from `packages/contract` by `npm run check -- --write-endpoints`; do not edit. `/v3/` paths answer under',
    '`/r0/` as well. *Rate* is the bucket a call draws from, *Shows* what an answer can tell of other people\'s things (each',
    'such answer has its row in the [ledger](../decisions/0006-record-before-reveal.md)), *Tests* the tests that call it',
    'in their own words, two at most; `guard.test.ts` and `fuzz.test.ts` call each one besides, and every answer of every',
    "test is held against the specification's schemas.",
    '',
    `Of ${total} endpoints of the client-server API (v1.19) ${specified.length} are here, ${left} are left out, ${pending.length} are pending.`,
    '',
  ]
}

function closingLines(endpoints: readonly AnyEndpoint[]): string[] {
  const extra = endpoints.filter(({ path }) => reasonForOurs(path) !== undefined)
  const byReason = Map.groupBy(extra, ({ path }) => reasonForOurs(path) ?? '')
  const lines = ['## Not in the specification\'s list', '']
  for (const [reason, of] of byReason) lines.push(`- ${reason}: ${of.map((each) => `\`${nameOf(each)}\``).join(', ')}`)
  lines.push('', '## Lets in others than the specification says', '')
  for (const [operation, { auth, reason }] of Object.entries(authDeviations)) {
    lines.push(`- ${operation}: ${authWords[auth]}; ${reason}`)
  }
  lines.push('', '## Left out', '')
  const left = Object.entries(leftOut).map(([name, reason]) => `- \`${name}\`: ${reason}`)
  lines.push(...(left.length === 0 ? ['Nothing.'] : left), '', '## Pending', '')
  lines.push(...(pending.length === 0 ? ['Nothing.'] : pending.map((name) => `- \`${name}\``)), '')
  return lines
}

function rowOf(endpoint: AnyEndpoint, tests: readonly string[]): string {
  const shows = endpoint.reveals.length === 0 ? '' : endpoint.reveals.join(', ')
  const names = tests.slice(0, TESTS_MAX).map((test) => test.split('/').at(-1)?.replace(/\.test\.tsx?$/, '') ?? test)
  const call = `${endpoint.method} \`${endpoint.path}\``
  const link = endpoint.spec.startsWith('https:') ? `[${call}](${endpoint.spec})` : call
  return `| ${link} | ${whoMayCall(endpoint)} | ${endpoint.rate} | ${shows} | ${names.length === 0 ? 'through helpers' : names.join(', ')} |`
}

function whoMayCall({ auth, roles, secondPerson }: AnyEndpoint): string {
  if (roles === undefined) return authWords[auth]
  const words = roles.map((role) => role.replaceAll('_', ' ')).join(', ')
  return secondPerson === undefined ? words : `${words}; ${secondPerson} with a second person`
}

/** The test named after the area first: which ones follow then changes rarely. */
function testsFirst(tests: readonly string[], area: string): string[] {
  const isOwn = (test: string): boolean => test.endsWith(`/${area}.test.ts`)
  return tests.filter((test) => !test.endsWith('/guard.test.ts')).toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || compare(a, b))
}

function areaOf(file: string): string {
  return /^packages\/contract\/src\/[^/]+\/([^/]+)\//.exec(file)?.[1] ?? 'others'
}

function nameOf(endpoint: AnyEndpoint): string {
  return `${endpoint.method} ${endpoint.path}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
