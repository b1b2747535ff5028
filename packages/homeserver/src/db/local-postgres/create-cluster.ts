// Makes a new database cluster: aside first, then renamed, so that a start killed half-way leaves nothing that looks whole.
import { spawn } from 'node:child_process'
import { chownSync, closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import type { Identity } from './identity.ts'
import { DATABASE, OWNER } from './settings.ts'
import { LocalPostgresError } from './types.ts'
import type { Installation } from './types.ts'

/** What runs, as whom, and where. */
export interface ClusterPlace {
  readonly installation: Installation
  readonly identity: Identity
  /** Absolute path the cluster is to have. */
  readonly clusterDir: string
  /** Whether `identity` cannot walk that path: a folder above is root's alone. */
  readonly isBlocked: boolean
}

/** Makes the cluster and an empty database in it. Text sorts by code point, so that no upgrade of a locale breaks an index. */
export async function createCluster(place: ClusterPlace): Promise<void> {
  let half = makeHalf(place)
  let last = await runInitdb(place, half, 'C.UTF-8')
  if (last.code !== 0 && last.stderr.includes('locale')) {
    // A machine without that locale has at least C.
    half = makeHalf(place)
    last = await runInitdb(place, half, 'C')
  }
  if (last.code !== 0) throw new LocalPostgresError(`initdb could not make the database: ${lastLine(last.stderr)}`)
  const made = await run(place, half, { program: 'postgres', args: ['--single', 'template1'], input: `CREATE DATABASE ${DATABASE};\n` })
  if (made.code !== 0) throw new LocalPostgresError(`the database could not be made: ${lastLine(made.stderr)}`)
  renameSync(half, place.clusterDir)
  syncFolder(dirname(place.clusterDir))
  removeHalves(place)
}

/** A name of its own each time: the initdb of a start that was killed may still be writing into the one before. */
function makeHalf(place: ClusterPlace): string {
  const half = mkdtempSync(`${place.clusterDir}.new-`)
  if (place.identity.isHandedDown) chownSync(half, place.identity.uid, place.identity.gid)
  return half
}

/** What an orphaned initdb still writes into stays behind; it is in nobody's way. */
function removeHalves(place: ClusterPlace): void {
  const parent = dirname(place.clusterDir)
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(`${basename(place.clusterDir)}.new-`)) continue
    try {
      rmSync(join(parent, name), { recursive: true, force: true })
    } catch {
      // That initdb is still at work.
    }
  }
}

async function runInitdb(place: ClusterPlace, half: string, characterType: 'C.UTF-8' | 'C'): Promise<Result> {
  const locale = ['--encoding=UTF8', '--locale=C', `--lc-ctype=${characterType}`]
  // From 17 on PostgreSQL knows Unicode by itself.
  if (place.installation.major >= 17) locale.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  const args = ['-U', OWNER, '--auth=peer', '--data-checksums', '--no-instructions', ...locale]
  return await run(place, half, { program: 'initdb', args, input: '' })
}

interface Result {
  readonly code: number | null
  readonly stderr: string
}

const INITDB_MS_MAX = 300_000

function run(place: ClusterPlace, cwd: string, command: { program: string; args: readonly string[]; input: string }): Promise<Result> {
  return new Promise((resolve, reject) => {
    const script = `${shellPrefix(place)}"$@"; exit $?`
    const child = spawn('/bin/sh', ['-c', script, 'chappe-postgres', join(place.installation.binDir, command.program), ...command.args], {
      ...spawnOptions(place, cwd), stdio: ['pipe', 'ignore', 'pipe'], timeout: INITDB_MS_MAX,
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-4000)
    })
    child.stdin.on('error', () => child.stdin.destroy())
    child.stdin.end(command.input)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stderr }))
  })
}

/**
 * Folder, user and environment for `spawn`. Nothing of our own environment, which may hold secrets, reaches PostgreSQL, and it
 * takes its folder from PGDATA.
 */
export function spawnOptions(place: ClusterPlace, cwd: string): { cwd: string; env: Record<string, string>; uid?: number; gid?: number } {
  const { identity, installation } = place
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', PGDATA: cwd, ...(installation.libDir === undefined ? {} : { LD_LIBRARY_PATH: installation.libDir }) }
  return { cwd, env, ...(identity.isHandedDown ? { uid: identity.uid, gid: identity.gid } : {}) }
}

/**
 * First lines of the shell that PostgreSQL's programs run under. `spawn` enters the folder while it is still root; where the
 * user cannot walk there, the shell that stands in it is the way: its /proc entry leads straight to the folder.
 */
export function shellPrefix(place: ClusterPlace): string {
  return place.isBlocked ? 'export PGDATA=/proc/$$/cwd\n' : ''
}

function lastLine(stderr: string): string {
  return stderr.trim().split('\n').filter((line) => /FATAL|PANIC|error|could not/i.test(line)).at(-1) ?? stderr.trim().split('\n').at(-1) ?? ''
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}
