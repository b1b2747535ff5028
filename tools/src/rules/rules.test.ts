// A test of the rules that read the tree: each fault is planted in a small tree of its own and must be reported.
import { livez } from '@chappe/contract'
import { describe, expect, test } from 'vitest'
import { printFinding, treeOf, type Finding, type Tree } from '../tree.ts'
import { checkClock } from './clock.ts'
import { checkContracts } from './contracts.ts'
import { checkEndpointTable, endpointTable } from './endpoint-table.ts'
import { checkLimits, type Ratchet } from './limits.ts'
import { checkManifests } from './manifests.ts'
import { checkMarks } from './marks.ts'
import { checkMigrations, newChecksums } from './migrations.ts'
import { checkPure } from './pure.ts'
import { checkSql } from './sql.ts'

type Rule = (tree: Tree) => Finding[]

function reportsOf(rule: Rule, texts: Record<string, string>): string[] {
  return rule(treeOf(texts)).map(printFinding)
}

const limitsWith =
  (...ratchet: Ratchet[]): Rule =>
  (tree) =>
    checkLimits(tree, ratchet)

const statements = (count: number): string => 'later()\n'.repeat(count)

describe('limits', () => {
  const file = 'packages/homeserver/src/long.ts'
  const long = `// Why.\nexport function long(): void {\n${statements(69)}}\n`

  test('a function of 70 code lines passes, however many comments it has', () => {
    const commented = `export function kept(): void {\n${statements(34)}\n/* a\n\nb */\n// c\n${statements(34)}}\n`
    expect(reportsOf(limitsWith(), { [file]: commented })).toEqual([])
  })

  test('a function of 71 code lines is reported', () => {
    expect(reportsOf(limitsWith(), { [file]: long })).toEqual([`${file}:2 limit-function: long has 71 code lines, at most 70`])
  })

  test('a known excess passes, a grown one does not, and one that is gone must leave the list', () => {
    const entry = { limit: 'function', file, name: 'long' }
    expect(reportsOf(limitsWith({ ...entry, value: 71 }), { [file]: long })).toEqual([])
    expect(reportsOf(limitsWith({ ...entry, value: 70 }), { [file]: long })).toHaveLength(1)
    expect(reportsOf(limitsWith({ ...entry, value: 72 }), { [file]: long })).toEqual([
      `${file}:2 limit-function: long has 71 code lines: lower its entry in tools/tidy-ratchet.json from 72`,
    ])
    expect(reportsOf(limitsWith({ ...entry, value: 71 }), { [file]: 'export const short = 1\n' })).toEqual([
      `${file} ratchet: nothing is over the limit function at "long" any more: remove its entry`,
    ])
  })

  test('a component may have 150 code lines, another function of its file not', () => {
    const component = 'apps/web/src/views/room.tsx'
    const both = `export function Room() {\n${statements(100)}}\nexport function room() {\n${statements(100)}}\n`
    expect(reportsOf(limitsWith(), { [component]: both })).toEqual([
      `${component}:103 limit-function: room has 102 code lines, at most 70`,
    ])
  })

  test('a file of 401 code lines is reported; slashes in strings are code', () => {
    const text = "export const url = 'https://chappe.test' // é\n".repeat(400)
    expect(reportsOf(limitsWith(), { [file]: text.replaceAll('url', 'a') })).toEqual([])
    const more = `${text}export const last = \`//\${1}\`\n`
    expect(reportsOf(limitsWith(), { [file]: more })).toEqual([`${file}:1 limit-file: the file has 401 code lines, at most 400`])
  })

  test('five parameters are reported, by the name the function is given', () => {
    const text = 'export const far = { reach: (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e] }\n'
    expect(reportsOf(limitsWith(), { [file]: text })).toEqual([`${file}:1 limit-parameters: reach has 5 parameters, at most 4`])
  })

  test('thirteen branches are reported, those of an inner function are its own', () => {
    const ifs = (count: number): string => 'if (a && b) c()\n'.repeat(count)
    const within = `export function outer(): void {\n${ifs(6)}later(() => {\n${ifs(6)}})\n}\n`
    expect(reportsOf(limitsWith(), { [file]: within })).toEqual([])
    const over = `export function outer(): void {\n${ifs(6)}for (;;) d()\n}\n`
    expect(reportsOf(limitsWith(), { [file]: over })).toEqual([`${file}:1 limit-branches: outer has 13 branches, at most 12`])
  })

  test('a feature that asks for seven deps is reported', () => {
    const feature = 'packages/homeserver/src/features/rooms/rooms.ts'
    const fields = (count: number): string => 'abcdefg'.slice(0, count).split('').map((name) => `  ${name}: 1\n`).join('')
    expect(reportsOf(limitsWith(), { [feature]: `export interface RoomsDeps {\n${fields(6)}}\n` })).toEqual([])
    expect(reportsOf(limitsWith(), { [feature]: `export interface RoomsDeps {\n${fields(7)}}\n` })).toEqual([
      `${feature}:1 limit-deps: RoomsDeps has 7 fields, at most 6`,
    ])
  })

  test('the callback of describe is no function of its own', () => {
    const text = `describe.each([1])('a %s', () => {\n${statements(100)}})\ntest('b', () => {\n${statements(100)}})\n`
    expect(reportsOf(limitsWith(), { 'tools/src/a.test.ts': text })).toEqual([
      'tools/src/a.test.ts:103 limit-function: test(b) has 102 code lines, at most 70',
    ])
  })
})

describe('contracts', () => {
  const file = 'packages/contract/src/client/rooms/send-event.ts'
  const path = '/_matrix/client/v3/rooms/{roomId}/send/{type}/{txnId}'
  const spec = '// https://spec.matrix.org/v1.19/client-server-api/#sending\n'
  const contract = `export const sendEvent = endpoint({ method: 'PUT', path: '${path}', response: { path: 'x' } })\n`
  const route = {
    'packages/homeserver/src/features/rooms/routes/send-event.ts': 'export const sendRoute = route(sendEvent, () => ({}))\n',
  }
  const story = (call: string): Record<string, string> => ({ 'packages/homeserver/tests/rooms.test.ts': call })
  const calling = story('await alice.put(`/_matrix/client/v3/rooms/${room}/send/m.room.message/${id}`)\n')

  test('with spec link, route and a test that calls it, nothing is reported', () => {
    expect(reportsOf(checkContracts, { [file]: spec + contract, ...route, ...calling })).toEqual([])
  })

  test('a contract without spec link is reported', () => {
    expect(reportsOf(checkContracts, { [file]: contract, ...route, ...calling })).toEqual([
      `${file} contract-spec: has no spec link`,
    ])
  })

  test('a contract without route is reported', () => {
    expect(reportsOf(checkContracts, { [file]: spec + contract, ...calling })).toEqual([
      `${file}:2 contract-route: no route names sendEvent`,
    ])
  })

  test('a contract without test is reported; another method or path is no test of it', () => {
    const expected = [`${file}:2 contract-test: no service test calls PUT ${path}`]
    expect(reportsOf(checkContracts, { [file]: spec + contract, ...route })).toEqual(expected)
    for (const call of ['await alice.get(`/_matrix/client/v3/rooms/${room}/send/a/b`)', "await alice.put('/rooms/send')"]) {
      expect(reportsOf(checkContracts, { [file]: spec + contract, ...route, ...story(call) })).toEqual(expected)
    }
  })

  test('a helper of testkit counts once a test uses it', () => {
    const helper = "export const p = { async send(room) {\n  await call('PUT', `${at(room)}/send/m.room.message/${next()}`)\n} }\n"
    const kit = { 'packages/testkit/src/person.ts': helper }
    expect(reportsOf(checkContracts, { [file]: spec + contract, ...route, ...kit })).toHaveLength(1)
    const used = story("await alice.send(room, 'Hello, Bob')\n")
    expect(reportsOf(checkContracts, { [file]: spec + contract, ...route, ...kit, ...used })).toEqual([])
  })

  test('two endpoints in one file are reported', () => {
    const two = `${spec}${contract}export const other = endpoint({ method: 'PUT', path: '${path}' })\n`
    const routes = { 'packages/homeserver/src/features/rooms/routes/all.ts': 'use(sendEvent, other)\n' }
    expect(reportsOf(checkContracts, { [file]: two, ...routes, ...calling })).toEqual([
      `${file}:3 contract-one: one endpoint, one file`,
    ])
  })
})

describe('migrations', () => {
  const folder = 'packages/homeserver/src/db/migrations'
  const first = { [`${folder}/0001-create-room.sql`]: 'CREATE TABLE room ();\n' }
  const written = (texts: Record<string, string>): Record<string, string> =>
    Object.fromEntries(newChecksums(treeOf(texts)))

  test('a migration that is written down passes', () => {
    expect(reportsOf(checkMigrations, { ...first, ...written(first) })).toEqual([])
  })

  test('a new one that is not written down is reported', () => {
    expect(reportsOf(checkMigrations, first)).toEqual([
      `${folder}/0001-create-room.sql migration: not in checksums.txt: run npm run check -- --write-checksums`,
    ])
  })

  test('a changed one is reported, and writing checksums does not hide it', () => {
    const changed = { ...written(first), [`${folder}/0001-create-room.sql`]: 'CREATE TABLE room (id text);\n' }
    const expected = [`${folder}/0001-create-room.sql migration: changed: write a new migration instead`]
    expect(reportsOf(checkMigrations, changed)).toEqual(expected)
    expect(written(changed)).toEqual({})
  })

  test('one without number is reported, and a number used twice', () => {
    const texts = { ...first, [`${folder}/0001-create-event.sql`]: '', [`${folder}/create-device.sql`]: '' }
    expect(reportsOf(checkMigrations, { ...texts, ...written(texts) })).toEqual([
      `${folder}/0001-create-room.sql migration: number 0001 is taken by 0001-create-event.sql`,
      `${folder}/create-device.sql migration: a migration is named NNNN-verb-object.sql`,
    ])
  })

  test('a lost one is reported', () => {
    expect(reportsOf(checkMigrations, { ...written(first), [`${folder}/0002-create-event.sql`]: '' })).toHaveLength(2)
  })
})

describe('manifests', () => {
  const manifest = (fields: object): string => JSON.stringify({ exports: { '.': './src/index.ts' }, ...fields })
  const core = {
    'packages/core/package.json': manifest({ name: '@chappe/core' }),
    'packages/core/src/index.ts': '',
    'packages/core/src/secret.ts': '',
  }
  const policy = (source: string, fields: object = {}): Record<string, string> => ({
    ...core,
    'packages/policy/package.json': manifest({ name: '@chappe/policy', ...fields }),
    'packages/policy/src/index.ts': source,
  })
  const onCore = { dependencies: { '@chappe/core': '0.1.0' } }

  test('a declared import through a named entry point passes', () => {
    expect(reportsOf(checkManifests, policy("import '@chappe/core'\n", onCore))).toEqual([])
  })

  test.each([
    ['an undeclared import', "import '@chappe/core'\n", {}, 'undeclared-import: @chappe/core is not declared in packages/policy/package.json'],
    ['an undeclared type', "export type { A } from 'pg'\n", {}, 'undeclared-import: pg is not declared in packages/policy/package.json'],
    ['an undeclared dynamic import', "await import('pg')\n", {}, 'undeclared-import: pg is not declared in packages/policy/package.json'],
    ['a deep import by name', "import '@chappe/core/src/secret.ts'\n", onCore, 'deep-import: @chappe/core/src/secret.ts is no entry point of packages/core/package.json'],
    ['a deep import by path', "import '../../core/src/secret.ts'\n", onCore, 'deep-import: ../../core/src/secret.ts leaves the workspace'],
  ])('%s is reported', (_title, source, fields, message) => {
    expect(reportsOf(checkManifests, policy(source, fields))).toEqual([`packages/policy/src/index.ts:1 ${message}`])
  })

  test.each(['^1.2.3', '~1.2.3', '*', 'latest', '>=1', '1.2', 'file:../pg'])('version "%s" is not pinned', (version) => {
    const fields = { devDependencies: { pg: version } }
    expect(reportsOf(checkManifests, policy('', fields))).toEqual([
      `packages/policy/package.json pinned: devDependencies: pg is "${version}", not one exact version`,
    ])
  })

  test('a package without named entry points is reported', () => {
    const wild = { exports: { './*': './src/*.ts' } }
    expect(reportsOf(checkManifests, policy('', wild))).toEqual([
      'packages/policy/package.json exports: "./*" is no single named entry point',
    ])
    expect(reportsOf(checkManifests, policy('', { exports: undefined }))).toHaveLength(1)
  })

  test('a lock file that names a registry is reported', () => {
    const lock = '{\n"resolved": "https://registry.npmjs.org/pg/-/pg-8.tgz"\n}\n'
    expect(reportsOf(checkManifests, { 'package-lock.json': lock })).toEqual([
      'package-lock.json:2 lock-file: names a registry: make it without',
    ])
  })

  test('a project reference against the import table is reported', () => {
    const texts = {
      ...policy(''),
      'packages/policy/tsconfig.json': JSON.stringify({ references: [{ path: '../homeserver' }] }),
      'tsconfig.json': JSON.stringify({ references: ['packages/policy', 'packages/policy/tests'].map((path) => ({ path })) }),
    }
    expect(reportsOf(checkManifests, texts)).toEqual([
      'packages/policy/tsconfig.json references: packages/homeserver is not among what packages/policy may import',
    ])
  })
})

describe('the other rules', () => {
  test('new Date() is reported in packages, new Date(atMs) is not', () => {
    const text = 'export const now = () => new Date()\nexport const then = (atMs: number) => new Date(atMs)\n'
    const message = 'clock: take deps.clock, not new Date()'
    expect(reportsOf(checkClock, { 'packages/homeserver/src/a.ts': text, 'packages/ui/src/a.ts': text })).toEqual([
      `packages/homeserver/src/a.ts:1 ${message}`,
    ])
  })

  test.each([
    "export const text = 'SELECT a FROM b'\n",
    'export const text = `INSERT INTO a VALUES (${b})`\n',
    'export const text = sql`TRUNCATE a`\n',
    "export const rows = db.selectFrom('a').execute()\n",
  ])('SQL outside a store is reported: %s', (text) => {
    expect(reportsOf(checkSql, { 'packages/homeserver/src/features/rooms/rooms.ts': text })).toEqual([
      'packages/homeserver/src/features/rooms/rooms.ts:1 sql-in-stores: SQL belongs in a *-store.ts',
    ])
    expect(reportsOf(checkSql, { 'packages/homeserver/src/features/rooms/rooms-store.ts': text })).toEqual([])
  })

  test('a pure package that lets platform types in is reported', () => {
    const texts = {
      'tsconfig.base.json': JSON.stringify({ compilerOptions: { lib: ['ES2024'], types: [] } }),
      'packages/core/tsconfig.json': JSON.stringify({ compilerOptions: { types: ['node'] } }),
      'packages/policy/src/a.ts': 'export const fetch = globalThis.fetch\n',
    }
    expect(reportsOf(checkPure, texts)).toEqual([
      'packages/core/tsconfig.json pure: lib must be ["ES2024"] and types empty',
      'packages/policy/src/a.ts:1 pure: a pure package names no global of a platform',
    ])
  })

  test('a TODO without issue is reported, one with its number is not', () => {
    const text = '/**\n * TODO later\n */\n// TODO(#12) then\n// FIXME\nexport const a = "TODO"\n'
    expect(reportsOf(checkMarks, { 'tools/src/a.ts': text })).toEqual([
      'tools/src/a.ts:2 mark: TODO: write NOTE, or TODO(#issue) with the number of the issue',
      'tools/src/a.ts:5 mark: FIXME: write NOTE, or TODO(#issue) with the number of the issue',
    ])
  })
})

test('a table of endpoints that is not as the contract says is reported', () => {
  const table = 'docs/api/client-server.md'
  const contract = { 'packages/contract/src/all.ts': '', [table]: '' }
  expect(checkEndpointTable(treeOf(contract), [livez]).map(({ rule }) => rule)).toEqual(['endpoint-table'])
  const written = { ...contract, [table]: endpointTable(treeOf(contract), [livez]) }
  expect(checkEndpointTable(treeOf(written), [livez])).toEqual([])
})
