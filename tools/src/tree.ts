// The repository as the checks see it: a list of files and their text.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Something a check has to say about one place. */
export interface Finding {
  /** The wall or limit that was broken, as a short name. */
  rule: string
  /** Path from the root of the repository. */
  file: string
  line?: number
  message: string
}

/** Files by path from the root, with `/` between folders. */
export interface Tree {
  files: readonly string[]
  read(file: string): string
}

/** Reads a checked-out repository: what git tracks, and new files that it does not ignore. */
export function readTree(root: string): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const files = [...new Set(listed.split('\0'))].filter((file) => file !== '' && existsSync(join(root, file)))
  const texts = new Map<string, string>()
  return {
    files: files.toSorted(),
    read(file) {
      const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8')
      texts.set(file, text)
      return text
    },
  }
}

/** A tree held in memory, for tests of the checks: path to text. */
export function treeOf(texts: Record<string, string>): Tree {
  return {
    files: Object.keys(texts).toSorted(),
    read(file) {
      const text = texts[file]
      if (text === undefined) throw new Error(`no such file in this tree: ${file}`)
      return text
    },
  }
}

/** A finding as one line: `file:line rule: message`. */
export function printFinding(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`
  return `${place} ${finding.rule}: ${finding.message}`
}

/** Whether a path is TypeScript source of any kind. */
export function isTypeScript(file: string): boolean {
  return /\.tsx?$/.test(file) && !file.endsWith('.d.ts')
}

/** Whether a path belongs to tests: a test file, or anything in a `tests` folder. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /(^|\/)tests\//.test(file) || file.startsWith('e2e/')
}

/** The workspace folder a file belongs to (`packages/core`, `tools`), or undefined for files of the root. */
export function workspaceOf(file: string): string | undefined {
  return /^(?:(?:packages|apps)\/[^/]+|e2e|bench|tools)(?=\/)/.exec(file)?.[0]
}
