// Whom PostgreSQL runs as. It refuses to run as root, so root hands it to a user without rights.
import { spawnSync } from 'node:child_process'
import { chownSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'

import { LocalPostgresError } from './types.ts'

/** The user of the PostgreSQL processes. */
export interface Identity {
  readonly uid: number
  readonly gid: number
  readonly name: string
  /** Whether this process is root and hands PostgreSQL to that user. */
  readonly isHandedDown: boolean
  /** Name of the user this process runs as: the one who may log in over the socket. */
  readonly ownName: string
}

/** Picks the user: ourselves, or where we are root the owner of the existing folder, `postgres` or `nobody`. */
export function pickIdentity(clusterDir: string): Identity {
  if (process.geteuid === undefined || process.getegid === undefined) {
    throw new LocalPostgresError('the own PostgreSQL runs on Linux and macOS only; set database.url')
  }
  const uid = process.geteuid()
  const owner = statSync(clusterDir, { throwIfNoEntry: false })?.uid
  if (uid !== 0) {
    const ownName = findOwnName(uid)
    if (owner !== undefined && owner !== uid) {
      throw new LocalPostgresError(`${clusterDir} belongs to the user ${findPasswdLine(owner)?.name ?? owner}, not to ${ownName}: start as that user or as root`)
    }
    return { uid, gid: process.getegid(), name: ownName, isHandedDown: false, ownName }
  }
  const line = owner !== undefined && owner !== 0 ? findPasswdLine(owner) : (findPasswdLine('postgres') ?? findPasswdLine('nobody'))
  if (line === undefined || line.uid === 0) {
    throw new LocalPostgresError('PostgreSQL does not run as root, and this machine knows no user to hand it to: add a user named postgres, or start as an ordinary user')
  }
  return { ...line, isHandedDown: true, ownName: 'root' }
}

function findOwnName(uid: number): string {
  try {
    return userInfo().username
  } catch {
    throw new LocalPostgresError(`PostgreSQL needs a name for the user it runs as, and user ${uid} has none in /etc/passwd`)
  }
}

function findPasswdLine(wanted: string | number): { uid: number; gid: number; name: string } | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === undefined || uid === undefined || gid === undefined) continue
    if (name === wanted || Number(uid) === wanted) return { uid: Number(uid), gid: Number(gid), name }
  }
  return undefined
}

/** Makes a folder of mode 0700 for that user where there is none. One that is another user's is refused: it may be a trap. */
export function makePrivateFolder(path: string, identity: Identity): void {
  try {
    mkdirSync(path, { mode: 0o700 })
    if (identity.isHandedDown) chownSync(path, identity.uid, identity.gid)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const found = lstatSync(path)
  // A start that was killed between mkdir and chown left it to root.
  if (identity.isHandedDown && found.uid === 0 && found.isDirectory()) chownSync(path, identity.uid, identity.gid)
  else if (!found.isDirectory() || found.uid !== identity.uid) throw new LocalPostgresError(`${path} is not a folder of the user ${identity.name}`)
  if ((found.mode & 0o077) !== 0) throw new LocalPostgresError(`${path} is open to other users: chmod 700 ${path}`)
}

/** Whether that user can reach `path` (and, for a program, run it): every folder above it must let it pass. */
export function canReach(path: string, identity: Identity): boolean {
  if (!identity.isHandedDown) return true
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { cwd: '/', uid: identity.uid, gid: identity.gid }).status === 0
}
