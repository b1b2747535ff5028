// Migrations go forward only: each number once, and none changes after it was written down in `checksums.txt`.
import { createHash } from 'node:crypto'
import type { Finding, Tree } from '../tree.ts'

const folder = /^packages\/[^/]+\/src\/(?:db\/)?migrations\//

/** The checksum list beside the migrations of a folder: one `sha256  name` a line. */
export const checksumList = 'checksums.txt'

/** Reports a migration with a wrong name, a number used twice, a changed or lost one, or one not yet written down. */
export function checkMigrations(tree: Tree): Finding[] {
  return [...foldersIn(tree)].flatMap((path) => checkFolder(tree, path))
}

/** Lines to append to each checksum list: the migrations that are in none yet. A changed one keeps its old line. */
export function newChecksums(tree: Tree): Map<string, string> {
  const added = new Map<string, string>()
  for (const path of foldersIn(tree)) {
    const listed = readChecksums(tree, path + checksumList)
    const lines = migrationsIn(tree, path)
      .filter((name) => !listed.has(name))
      .map((name) => `${sha256(tree.read(path + name))}  ${name}\n`)
    if (lines.length > 0) added.set(path + checksumList, lines.join(''))
  }
  return added
}

function foldersIn(tree: Tree): Set<string> {
  return new Set(tree.files.map((file) => folder.exec(file)?.[0]).filter((path) => path !== undefined))
}

function checkFolder(tree: Tree, path: string): Finding[] {
  const findings: Finding[] = []
  const report = (name: string, message: string): void => {
    findings.push({ rule: 'migration', file: path + name, message })
  }
  const listed = readChecksums(tree, path + checksumList)
  const names = migrationsIn(tree, path)
  const byNumber = new Map<string, string>()
  for (const name of names) {
    const number = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)+\.sql$/.exec(name)?.[1]
    if (number === undefined) {
      report(name, 'a migration is named NNNN-verb-object.sql')
      continue
    }
    const other = byNumber.get(number)
    if (other !== undefined) report(name, `number ${number} is taken by ${other}`)
    byNumber.set(number, name)
    const before = listed.get(name)
    if (before === undefined) report(name, `not in ${checksumList}: run npm run check -- --write-checksums`)
    else if (before !== sha256(tree.read(path + name))) report(name, 'changed: write a new migration instead')
  }
  for (const name of listed.keys()) if (!names.includes(name)) report(name, 'listed, but no longer there')
  return findings
}

function migrationsIn(tree: Tree, path: string): string[] {
  return tree.files
    .filter((file) => file.startsWith(path) && !file.slice(path.length).includes('/'))
    .map((file) => file.slice(path.length))
    .filter((name) => name !== checksumList && !name.endsWith('.ts') && !name.endsWith('.md'))
}

function readChecksums(tree: Tree, file: string): Map<string, string> {
  const listed = new Map<string, string>()
  if (!tree.files.includes(file)) return listed
  for (const line of tree.read(file).split('\n')) {
    const [sum, name] = line.split('  ')
    if (sum !== undefined && name !== undefined) listed.set(name, sum)
  }
  return listed
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
