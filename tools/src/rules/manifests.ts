// Every workspace declares what it imports, opens named doors only, and pins what it depends on.
import { childrenOf, isNode, nameOf, parse, walk } from '../syntax.ts'
import { isTest, isTypeScript, workspaceOf, type Finding, type Tree } from '../tree.ts'
import { walls } from '../walls.ts'

/** The part of a package.json that is checked. */
interface Manifest {
  name?: string
  private?: boolean
  exports?: unknown
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

/** Reports unpinned versions, undeclared and deep imports, unnamed exports, and references the table forbids. */
export function checkManifests(tree: Tree): Finding[] {
  const manifests = new Map<string, Manifest>()
  for (const file of tree.files) {
    if (file !== 'package.json' && !/^(?:(?:packages|apps)\/[^/]+|e2e|bench|tools)\/package\.json$/.test(file)) continue
    manifests.set(file.slice(0, -'package.json'.length).replace(/\/$/, ''), readJson(tree, file))
  }
  return [
    ...[...manifests].flatMap(([folder, manifest]) => checkVersions(folder, manifest)),
    ...[...manifests].flatMap(([folder, manifest]) => checkExports(tree, folder, manifest)),
    ...checkSpecifiers(tree, manifests),
    ...checkLockFile(tree),
    ...checkReferences(tree, manifests),
  ]
}

// JSON of our own files: the fields that are read are optional, and wrong ones show as findings.
function readJson(tree: Tree, file: string): Manifest {
  return JSON.parse(tree.read(file)) as Manifest
}

const pinned = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

function pathOf(folder: string): string {
  return folder === '' ? 'package.json' : `${folder}/package.json`
}

function checkVersions(folder: string, manifest: Manifest): Finding[] {
  const fields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const
  return fields.flatMap((field) =>
    Object.entries(manifest[field] ?? {})
      .filter(([, version]) => !pinned.test(version))
      .map(([name, version]) => ({
        rule: 'pinned',
        file: pathOf(folder),
        message: `${field}: ${name} is "${version}", not one exact version`,
      })),
  )
}

function checkExports(tree: Tree, folder: string, manifest: Manifest): Finding[] {
  const file = pathOf(folder)
  if (!folder.startsWith('packages/')) return []
  if (typeof manifest.exports !== 'object' || manifest.exports === null) {
    return [{ rule: 'exports', file, message: 'a package names its entry points in exports' }]
  }
  return Object.entries(manifest.exports).flatMap(([name, target]) => {
    if (name.includes('*') || typeof target !== 'string') {
      return [{ rule: 'exports', file, message: `"${name}" is no single named entry point` }]
    }
    const path = `${folder}/${target.replace('./', '')}`
    const planned = folder === 'packages/homeserver' && name === './local-postgres'
    if (tree.files.includes(path) || planned) return []
    return [{ rule: 'exports', file, message: `"${name}" leads to ${path}, which is not there` }]
  })
}

function checkSpecifiers(tree: Tree, manifests: Map<string, Manifest>): Finding[] {
  const byName = new Map([...manifests].map(([folder, manifest]) => [manifest.name, { folder, manifest }]))
  const findings: Finding[] = []
  for (const file of tree.files.filter((each) => isTypeScript(each) && workspaceOf(each) !== undefined)) {
    const workspace = workspaceOf(file) ?? ''
    const declared = declaredIn(manifests, workspace, file)
    for (const { specifier, line } of importsOf(file, tree)) {
      const report = (rule: string, message: string): void => void findings.push({ rule, file, line, message })
      if (specifier.startsWith('node:')) continue
      if (specifier.startsWith('.')) {
        const target = joinPath(file, specifier)
        if (workspaceOf(`${target}/`) !== workspace) report('deep-import', `${specifier} leaves the workspace`)
        continue
      }
      const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
      if (!declared.has(name)) report('undeclared-import', `${name} is not declared in ${pathOf(workspace)}`)
      const target = byName.get(name)
      if (target === undefined) continue
      const door = `.${specifier.slice(name.length)}`
      const doors = target.manifest.exports
      const isDoor = typeof doors === 'object' && doors !== null && Object.hasOwn(doors, door)
      if (!isDoor) report('deep-import', `${specifier} is no entry point of ${pathOf(target.folder)}`)
    }
  }
  return findings
}

/** What a file may import by name: its workspace's dependencies, its own name, and in tests the tools of tests. */
function declaredIn(manifests: Map<string, Manifest>, workspace: string, file: string): Set<string> {
  const own = manifests.get(workspace) ?? {}
  const rootTools = manifests.get('')?.devDependencies ?? {}
  // These only ever run in a checked-out repository, where its own tools are there.
  const isTool = !workspace.includes('/') || workspace === 'packages/testkit'
  return new Set([
    ...Object.keys(own.dependencies ?? {}),
    ...Object.keys(own.optionalDependencies ?? {}),
    // A library that is only there for its types is declared with them.
    ...Object.keys(own.devDependencies ?? {}).filter((name) => isTest(file) || isTool || name.startsWith('@types/')),
    ...(isTest(file) || isTool ? Object.keys(rootTools) : []),
  ])
}

/** Every module a file names: imports, re-exports, dynamic imports and types by import. */
function importsOf(file: string, tree: Tree): { specifier: string; line: number }[] {
  const syntax = parse(file, tree.read(file))
  const found: { specifier: string; line: number }[] = []
  walk(syntax.root, (node) => {
    const source = node.type === 'TsImportType' ? node['argument'] : node['source']
    const isDynamic = node.type === 'CallExpression' && isNode(node['callee']) && node['callee'].type === 'Import'
    const named = isDynamic ? childrenOf(node).find((child) => child.type === 'StringLiteral') : source
    const specifier = isNode(named) && named.type === 'StringLiteral' ? nameOf(named) : undefined
    if (specifier !== undefined) found.push({ specifier, line: syntax.lineOf(node) })
  })
  return found
}

function joinPath(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function checkLockFile(tree: Tree): Finding[] {
  const file = 'package-lock.json'
  if (!tree.files.includes(file)) return []
  const lines = tree.read(file).split('\n')
  const at = lines.findIndex((line) => line.includes('https://registry') || /"resolved": "https?:/.test(line))
  return at < 0 ? [] : [{ rule: 'lock-file', file, line: at + 1, message: 'names a registry: make it without' }]
}

/** The project references of sources, which must stay within the import table. */
function checkReferences(tree: Tree, manifests: Map<string, Manifest>): Finding[] {
  const all = tree.files.includes('tsconfig.json') ? referencesOf(tree, 'tsconfig.json') : []
  return [...manifests.keys()].flatMap((folder) => {
    const file = `${folder}/tsconfig.json`
    if (folder === '' || !tree.files.includes(file)) return []
    const may = new Set(walls.find((wall) => wall.from === folder)?.may.map((each) => each.workspace))
    const findings: Finding[] = referencesOf(tree, file)
      .map((reference) => joinPath(file, reference))
      // A project also names what its own imports are made of, so that tsc finds their types.
      .filter((target) => !may.has(target) && !isBelow(target, may))
      .map((target) => ({ rule: 'references', file, message: `${target} is not among what ${folder} may import` }))
    for (const project of [folder, `${folder}/tests`]) {
      if (!all.includes(project)) findings.push({ rule: 'references', file: 'tsconfig.json', message: `${project} is missing` })
    }
    return findings
  })
}

function isBelow(target: string, may: Set<string>): boolean {
  return walls.some((wall) => may.has(wall.from) && wall.may.some((each) => each.workspace === target))
}

function referencesOf(tree: Tree, file: string): string[] {
  const parsed = JSON.parse(tree.read(file)) as { references?: { path: string }[] }
  return (parsed.references ?? []).map((reference) => reference.path.replace(/^\.\//, ''))
}
