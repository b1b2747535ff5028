// The walls between files, held by dependency-cruiser over every TypeScript file of the repository.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type IForbiddenRuleType, type IModule } from 'dependency-cruiser'
import { teachUsing } from './using-declarations.ts'
import { sqlFiles, walls } from './walls.ts'
import { isTest, isTypeScript, type Finding, type Tree } from './tree.ts'

const sources = '^(?:(?:packages|apps)/[^/]+|e2e|bench|tools)/'
const tests = '(?:\\.test\\.tsx?$|/tests/)'
const features = '^packages/(?:homeserver|desk)/src/features/'
const engine = '^packages/homeserver/src/engine/'
/**
 * What may open connections: calls to others, the server that listens, the processes of one installation to each other, itself in memory,
 * the lock of the own PostgreSQL, a parser of addresses.
 */
const callers = [
  '^packages/homeserver/src/outgoing/',
  '^packages/homeserver/src/http/(?:adapter|inner-calls|internal-server)\\.ts$',
  '^packages/homeserver/src/processes/writer-link\\.ts$',
  '^packages/homeserver/src/db/local-postgres/',
  '^packages/homeserver/src/config/parse-value\\.ts$',
]

/** Reports every import that breaks a wall, and a cruise that saw fewer files than the tree has. */
export async function checkImports(root: string, tree: Tree): Promise<Finding[]> {
  const isModule = (file: string): boolean => isTypeScript(file) || /\.m?js$/.test(file)
  const files = tree.files.filter((file) => isModule(file) && existsSync(join(root, file)))
  teachUsing()
  const before = process.cwd()
  process.chdir(root)
  const { output } = await cruise(files, {
    ruleSet: { forbidden: [...shapeRules(), ...wallRules(), ...featureRules(), ...layerRules(), ...appRules()] },
    validate: true,
    parser: 'swc',
    // Without it, imports of types alone would not be seen.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  }).finally(() => process.chdir(before))
  if (typeof output === 'string') throw new Error('dependency-cruiser gave no result')
  const seen = new Set(output.modules.map((module) => module.source))
  const findings = tree.files
    .filter((file) => isTypeScript(file) && !seen.has(file))
    .map((file) => ({ rule: 'not-cruised', file, message: 'dependency-cruiser did not read this file' }))
  const broken = output.summary.violations.map((violation) => ({
    rule: violation.rule.name,
    file: violation.from,
    message: violation.from === violation.to ? 'this file' : `imports ${violation.to}`,
  }))
  return [...findings, ...broken, ...findUnused(output.modules)]
}

/** A source that nothing but tests imports is dead, unless it is an entry point. */
function findUnused(modules: readonly IModule[]): Finding[] {
  return modules
    .filter(({ source }) => /^(?:packages|apps)\/[^/]+\/src\//.test(source) && isTypeScript(source) && !isTest(source))
    .filter(({ source }) => !entryPoint.test(source))
    .filter(({ dependents }) => dependents.every((each) => isTest(each)))
    .map(({ source }) => ({ rule: 'no-orphans', file: source, message: 'no source imports this file' }))
}

/** Entry points by their place: what package.json exports is checked to be among these by the manifest check. */
const entryPoint = /\/src\/(?:(?:[^/]+\/)*(?:index|main)|app|config|ports)\.tsx?$|\/vite-env\.d\.ts$/

function shapeRules(): IForbiddenRuleType[] {
  return [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: { path: sources }, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { path: '^(?:e2e|bench|tools)/', orphan: true, pathNot: ['src/index\\.ts$', tests] },
      to: {},
    },
    {
      name: 'sources-import-no-tests',
      severity: 'error',
      from: { path: sources, pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(?:packages|apps)/[^/]+/src/', pathNot: [tests, '/src/testing/', '^packages/testkit/'] },
      to: { path: '/src/testing/' },
    },
    {
      name: 'sql-in-stores',
      severity: 'error',
      from: {
        path: '^(?:packages/(?!testkit/)[^/]+|apps/[^/]+)/src/',
        pathNot: [tests, ...sqlFiles.map((file) => file.source)],
      },
      to: { path: '(?:^|/)node_modules/(?:pg|kysely)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sdk-in-session',
      severity: 'error',
      from: { path: '^(?:packages|apps)/[^/]+/src/', pathNot: '^apps/web/src/session/' },
      to: { path: '(?:^|/)node_modules/matrix-js-sdk/' },
    },
  ]
}

/** One rule per row of the import table, and one for its tests. */
function wallRules(): IForbiddenRuleType[] {
  return walls.flatMap((wall) => {
    const inside = wall.may.map(({ workspace, only }) =>
      only === undefined ? `^${workspace}/` : `^${workspace}/src/${only.source.replace(/^\^/, '')}`,
    )
    const own = `^${wall.from}/`
    const isDriver = !wall.from.includes('/')
    const forSources: IForbiddenRuleType = {
      name: `wall-${wall.from.replace('/', '-')}`,
      severity: 'error',
      from: { path: own, ...(isDriver ? {} : { pathNot: tests }) },
      to: { path: sources, pathNot: [own, ...inside] },
    }
    // Tests in a folder `tests` may have people and a whole server; those beside a file only where the table says so.
    const forTests: IForbiddenRuleType[] = isDriver
      ? []
      : [
          {
            name: `wall-${wall.from.replace('/', '-')}-unit-tests`,
            severity: 'error',
            from: { path: `${own}src/.*\\.test\\.tsx?$` },
            to: { path: sources, pathNot: [own, ...inside, ...(wall.tests ?? []).map((each) => `^${each}/`)] },
          },
          {
            name: `wall-${wall.from.replace('/', '-')}-tests`,
            severity: 'error',
            from: { path: `${own}tests/` },
            to: {
              path: sources,
              pathNot: [own, ...inside, '^packages/testkit/', '^apps/server/', ...(wall.tests ?? []).map((each) => `^${each}/`)],
            },
          },
        ]
    const typesOnly = wall.may
      .filter((each) => each.typesOnly === true)
      .map((each): IForbiddenRuleType => ({
        name: `wall-${wall.from.replace('/', '-')}-types-only`,
        severity: 'error',
        from: { path: own, pathNot: tests },
        to: { path: `^${each.workspace}/`, dependencyTypesNot: ['type-only'] },
      }))
    return [forSources, ...forTests, ...typesOnly, ...pureRules(wall.from)]
  })
}

/** The pure workspaces import no library and nothing of Node. */
function pureRules(workspace: string): IForbiddenRuleType[] {
  if (workspace !== 'packages/core' && workspace !== 'packages/policy') return []
  const name = `${workspace.replace('packages/', '')}-is-pure`
  return [
    {
      name,
      severity: 'error',
      from: { path: `^${workspace}/src/`, pathNot: tests },
      to: { pathNot: '^packages/(?:core|policy)/' },
    },
  ]
}

function featureRules(): IForbiddenRuleType[] {
  return [
    {
      name: 'route-touches-no-store',
      severity: 'error',
      from: { path: `${features}[^/]+/routes/`, pathNot: tests },
      to: { path: ['-store\\.ts$', '-tables\\.ts$', '/src/db/', '(?:^|/)node_modules/(?:pg|kysely)/'] },
    },
    {
      name: 'feature-front-door',
      severity: 'error',
      from: { path: `${features}([^/]+)/`, pathNot: tests },
      to: { path: features, pathNot: [`${features}$1/`, `${features}([^/]+)/\\1\\.ts$`, '-tables\\.ts$'] },
    },
    {
      // The server's own root hangs routes in; the database names the tables of every feature.
      name: 'feature-front-door-from-outside',
      severity: 'error',
      from: { path: '^packages/(?:homeserver|desk)/src/', pathNot: [features, tests] },
      to: { path: features, pathNot: [`${features}([^/]+)/\\1\\.ts$`, '/routes/', '-tables\\.ts$'] },
    },
  ]
}

/** What lies below the features takes what it needs of them as interfaces; the engine of rooms knows no HTTP either. */
function layerRules(): IForbiddenRuleType[] {
  return [
    {
      name: 'layer-knows-no-feature',
      severity: 'error',
      from: { path: [engine, '^packages/homeserver/src/(?:http|streams|outgoing)/'], pathNot: tests },
      to: { path: features },
    },
    {
      name: 'engine-knows-no-http',
      severity: 'error',
      from: { path: engine, pathNot: tests },
      to: { path: '^packages/homeserver/src/http/' },
    },
    {
      // Whatever the server calls goes past the guard of addresses, and its content through the tap.
      name: 'calls-through-outgoing',
      severity: 'error',
      from: { path: '^packages/(?:homeserver|desk)/src/', pathNot: [...callers, tests] },
      to: {
        path: ['^(?:node:)?(?:https?|http2|net|tls|dns|dgram)(?:/|$)', '(?:^|/)node_modules/(?:undici|axios|got|node-fetch)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      // There is one writer of events: nobody else gets at the statements it commits with.
      name: 'commit-store-in-engine',
      severity: 'error',
      from: { path: '^packages/homeserver/src/', pathNot: engine },
      to: { path: `${engine}commit-store\\.ts$` },
    },
  ]
}

function appRules(): IForbiddenRuleType[] {
  return [
    {
      name: 'views-see-view-models-only',
      severity: 'error',
      from: { path: '^apps/web/src/views/', pathNot: tests },
      to: { path: '^apps/web/src/session/' },
    },
    {
      name: 'view-models-know-no-react',
      severity: 'error',
      from: { path: '^apps/web/src/viewmodels/', pathNot: tests },
      to: { path: ['(?:^|/)node_modules/react(?:-dom)?/', '^packages/ui/', '^apps/web/src/views/'] },
    },
  ]
}
