// A test of the checks themselves: each wall is broken once, on purpose, and must say so. The faults stand in a copy
// of the repository, so that the real settings are the ones tried.
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkImports } from './cruise.ts'
import { lint } from './lint.ts'
import { plant, type PlantedCopy } from './planted.ts'
import { readTree, type Finding } from './tree.ts'
import { typecheck } from './typecheck.ts'

const feature = 'packages/homeserver/src/features'

// File by file: what is planted, and the rule that has to name it.
const faults: { title: string; file: string; text: string; rule: string | RegExp }[] = [
  {
    title: 'the contract imports the server',
    file: 'packages/contract/src/planted-table.ts',
    text: "import type { Clock } from '@chappe/homeserver'\nexport type Planted = Clock\n",
    rule: 'wall-packages-contract',
  },
  {
    title: 'the server imports the desk',
    file: 'packages/homeserver/src/planted-desk.ts',
    text: "export { planted } from '../../../packages/desk/src/planted.ts'\n",
    rule: 'wall-packages-homeserver',
  },
  {
    title: 'the desk takes more of the server than its ports',
    file: 'packages/desk/src/planted-server.ts',
    text: "export { migrate } from '../../homeserver/src/db/migrator.ts'\n",
    rule: 'wall-packages-desk',
  },
  {
    title: 'a source imports testkit',
    file: 'packages/homeserver/src/planted-testkit.ts',
    text: "export { createTestClock } from '@chappe/testkit'\n",
    rule: 'wall-packages-homeserver',
  },
  {
    title: 'a unit test of the core imports the server',
    file: 'packages/core/src/planted-unit.test.ts',
    text: "import { buildServer } from '@chappe/server'\nexport const planted = buildServer\n",
    rule: 'wall-packages-core-unit-tests',
  },
  {
    title: 'two files import each other',
    file: 'packages/policy/src/planted-cycle-a.ts',
    text: "import { b } from './planted-cycle-b.ts'\nexport const a = (): number => b()\n",
    rule: 'no-cycle',
  },
  {
    title: 'two files import types of each other',
    file: 'packages/policy/src/planted-type-cycle-a.ts',
    text: "import type { B } from './planted-type-cycle-b.ts'\nexport interface A {\n  b: B\n}\n",
    rule: 'no-cycle',
  },
  {
    title: 'PostgreSQL is called outside a store',
    file: 'packages/homeserver/src/planted-pool.ts',
    text: "import pg from 'pg'\nexport const planted = new pg.Pool()\n",
    rule: 'sql-in-stores',
  },
  {
    title: 'a route imports a store',
    file: `${feature}/planted/routes/planted-route.ts`,
    text: "import { planted } from '../planted-store.ts'\nexport const route = planted\n",
    rule: 'route-touches-no-store',
  },
  {
    title: "a feature goes past another's front door",
    file: `${feature}/planted/planted-side-door.ts`,
    text: "import { other } from '../other/other-store.ts'\nexport const planted = other\n",
    rule: 'feature-front-door',
  },
  {
    title: "the server goes past a feature's front door",
    file: 'packages/homeserver/src/planted-side-door.ts',
    text: "import { other } from './features/other/other-store.ts'\nexport const planted = other\n",
    rule: 'feature-front-door-from-outside',
  },
  {
    title: 'the engine imports a feature',
    file: 'packages/homeserver/src/engine/planted-upward.ts',
    text: "export { createPush } from '../features/push/push.ts'\n",
    rule: 'layer-knows-no-feature',
  },
  {
    title: 'the engine answers a request',
    file: 'packages/homeserver/src/engine/planted-answer.ts',
    text: "export type { Read } from '../http/reveal-tap.ts'\n",
    rule: 'engine-knows-no-http',
  },
  {
    title: 'outgoing calls know a feature',
    file: 'packages/homeserver/src/outgoing/planted-upward.ts',
    text: "export { createPush } from '../features/push/push.ts'\n",
    rule: 'layer-knows-no-feature',
  },
  {
    title: 'a feature calls another server past the guard',
    file: `${feature}/planted/planted-call.ts`,
    text: "export { request } from 'node:https'\n",
    rule: 'calls-through-outgoing',
  },
  {
    title: 'a feature fetches past the guard',
    file: `${feature}/planted/planted-fetch.ts`,
    text: "export const planted = async (): Promise<Response> => fetch('https://gateway.example/')\n",
    rule: /no-restricted-globals/,
  },
  {
    title: 'a feature commits events past the one writer',
    file: `${feature}/planted/planted-writer.ts`,
    text: "export * from '../../engine/commit-store.ts'\n",
    rule: 'commit-store-in-engine',
  },
  {
    title: 'the core imports a module of Node',
    file: 'packages/core/src/planted-node.ts',
    text: "export { readFileSync } from 'node:fs'\n",
    rule: 'core-is-pure',
  },
  {
    title: 'the core imports a library',
    file: 'packages/core/src/planted-library.ts',
    text: "export { Type } from 'typebox'\n",
    rule: 'core-is-pure',
  },
  {
    title: 'matrix-js-sdk is used outside session/',
    file: 'apps/web/src/planted-sdk.ts',
    text: "export { createClient } from 'matrix-js-sdk'\n",
    rule: 'sdk-in-session',
  },
  {
    title: 'a view speaks to the session',
    file: 'apps/web/src/views/planted-view.ts',
    text: "export { planted } from '../session/planted-session.ts'\n",
    rule: 'views-see-view-models-only',
  },
  {
    title: 'a view model knows the primitives of React',
    file: 'apps/web/src/viewmodels/planted-model.ts',
    text: "export { planted } from '../views/planted-other-view.ts'\n",
    rule: 'view-models-know-no-react',
  },
  {
    title: 'a file with a `using` declaration imports across the table',
    file: 'packages/contract/src/planted-using.ts',
    text: "export async function planted(): Promise<void> {\n  await using a = await import('@chappe/homeserver')\n  void a\n}\n",
    rule: 'wall-packages-contract',
  },
  {
    title: 'nothing imports a file',
    file: 'packages/policy/src/planted-orphan.ts',
    text: 'export const planted = 1\n',
    rule: 'no-orphans',
  },
  {
    title: 'a source imports a test',
    file: 'packages/policy/src/planted-source.ts',
    text: "export { planted } from './planted.test.ts'\n",
    rule: 'sources-import-no-tests',
  },
  {
    title: 'a module is not there',
    file: 'packages/policy/src/planted-nowhere.ts',
    text: "export { planted } from './planted-not-there.ts'\n",
    rule: 'no-unresolved',
  },
  {
    title: 'the clock is read in a package',
    file: 'packages/homeserver/src/planted-clock.ts',
    text: 'export const planted = (): number => Date.now()\n',
    rule: /no-restricted-properties/,
  },
  {
    title: 'chance is taken in a package',
    file: 'packages/homeserver/src/planted-chance.ts',
    text: 'export const planted = (): number => Math.random()\n',
    rule: /no-restricted-properties/,
  },
  {
    title: 'any is written',
    file: 'apps/server/src/planted-any.ts',
    text: 'export const planted = (value: any): number => value\n',
    rule: /no-explicit-any/,
  },
  {
    title: 'a promise is left alone',
    file: 'tools/src/planted-floating.ts',
    text: 'async function later(): Promise<void> {}\nexport function planted(): void {\n  later()\n}\n',
    rule: /no-floating-promises/,
  },
  {
    title: 'a default export is made',
    file: 'packages/policy/src/planted-default.ts',
    text: 'export default 1\n',
    rule: /no-default-export/,
  },
  {
    title: 'a type is asserted outside parsers',
    file: 'packages/policy/src/planted-assertion.ts',
    text: 'export const planted = (value: unknown): number => value as number\n',
    rule: /consistent-type-assertions/,
  },
  {
    title: 'the core names process',
    file: 'packages/core/src/planted-process.ts',
    text: 'export const planted = process.pid\n',
    rule: /^TS2\d{3}$/,
  },
  {
    title: 'the core names Buffer',
    file: 'packages/core/src/planted-buffer.ts',
    text: "export const planted = Buffer.from('a')\n",
    rule: /^TS2\d{3}$/,
  },
  {
    title: 'the policy names fetch',
    file: 'packages/policy/src/planted-fetch.ts',
    text: "export const planted = fetch('/')\n",
    rule: /^TS2\d{3}$/,
  },
  {
    title: 'syntax that Node cannot strip is used',
    file: 'packages/homeserver/src/planted-enum.ts',
    text: 'export enum Planted {\n  One,\n}\n',
    rule: 'TS1294',
  },
  {
    title: 'a test does not compile',
    file: 'packages/policy/src/planted-broken.test.ts',
    text: "export const planted: number = 'one'\n",
    rule: 'TS2322',
  },
]

/** What the planted files above need to stand on. */
const ground: Record<string, string> = {
  'packages/desk/src/planted.ts': 'export const planted = 1\n',
  'packages/policy/src/planted-cycle-b.ts': "import { a } from './planted-cycle-a.ts'\nexport const b = (): number => a()\n",
  'packages/policy/src/planted-type-cycle-b.ts': "import type { A } from './planted-type-cycle-a.ts'\nexport type B = A[]\n",
  'packages/policy/src/planted.test.ts': 'export const planted = 1\n',
  [`${feature}/planted/planted-store.ts`]: 'export const planted = 1\n',
  [`${feature}/other/other-store.ts`]: 'export const other = 1\n',
  'apps/web/src/session/planted-session.ts': "export { createClient as planted } from 'matrix-js-sdk'\n",
  'apps/web/src/views/planted-other-view.ts': 'export const planted = 1\n',
}

// Only these are compiled and linted, for speed; the settings are those of the whole.
const projects = ['packages/core', 'packages/policy', 'packages/policy/tests', 'packages/homeserver']
const lintFaults = faults.filter(({ rule }) => rule instanceof RegExp && !rule.source.includes('TS'))

let copy: PlantedCopy
let findings: Finding[]

beforeAll(async () => {
  const planted = Object.fromEntries(faults.map((fault) => [fault.file, fault.text]))
  copy = plant(join(import.meta.dirname, '../..'), { ...planted, ...ground })
  findings = [
    ...(await typecheck(copy.root, projects)),
    ...(await lint(copy.root, lintFaults.map((fault) => fault.file))),
    ...(await checkImports(copy.root, readTree(copy.root))),
  ]
})

afterAll(() => copy[Symbol.dispose]())

describe('a planted fault is reported', () => {
  test.each(faults)('$title', ({ file, rule }) => {
    const rules = findings.filter((finding) => finding.file === file).map((finding) => finding.rule)
    const isReported = rules.some((each) => (typeof rule === 'string' ? each === rule : rule.test(each)))
    expect(isReported, `${file}: expected ${String(rule)} among [${rules.join(', ')}]`).toBe(true)
  })

  test('the session may speak to matrix-js-sdk', () => {
    const file = 'apps/web/src/session/planted-session.ts'
    expect(findings.filter((finding) => finding.file === file && finding.rule === 'sdk-in-session')).toEqual([])
  })

  test('a file that was not read is missed', async () => {
    const tree = readTree(copy.root)
    const seen = await checkImports(copy.root, { ...tree, files: [...tree.files, 'packages/policy/src/ghost.ts'] })
    expect(seen.filter((finding) => finding.rule === 'not-cruised')).toEqual([
      {
        rule: 'not-cruised',
        file: 'packages/policy/src/ghost.ts',
        message: 'dependency-cruiser did not read this file',
      },
    ])
  })
})
