// Tests that need a program of the machine: without it they are skipped by name, with the Debian package to install.
// The programs are listed in `debian-packages.json`, from which continuous integration installs them all.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'vitest'

/** The programs that tests may ask for. */
export type ProgramName = 'postgresql' | 'chromium' | 'matrix-nio' | 'slapd' | 'python3' | 'openssl'

/** One program: where Debian has it, and the command that succeeds when it is there. */
interface Program {
  name: string
  debianPackage: string
  probe: string[]
}

/** The part of vitest's test context that skipping takes. */
export interface SkippableContext {
  skip(note?: string): never
}

const programs = readPrograms()
const missing = new Map<string, string | undefined>()

/** Why a program cannot be used (with the Debian package that brings it), or undefined when it is there. */
export function missingProgram(name: ProgramName): string | undefined {
  if (!missing.has(name)) missing.set(name, probe(name))
  return missing.get(name)
}

/** Skips the running test unless the machine has a program. Call it first: `requireProgram(context, 'chromium')`. */
export function requireProgram(context: SkippableContext, name: ProgramName): void {
  const reason = missingProgram(name)
  if (reason !== undefined) context.skip(reason)
}

/** A test that needs a program. A missing one is found when the test runs, so that the skip carries its reason. */
export function testWithProgram(
  program: ProgramName,
  title: string,
  body: () => Promise<void> | void,
  options: { timeoutMs?: number } = {},
): void {
  test(title, options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }, async (context) => {
    requireProgram(context, program)
    await body()
  })
}

function probe(name: ProgramName): string | undefined {
  const program = programs.find((each) => each.name === name)
  if (program === undefined) throw new Error(`${name} is not listed in debian-packages.json`)
  const [command = '', ...args] = program.probe
  if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return undefined
  return `needs ${name}; Debian package: ${program.debianPackage}`
}

function readPrograms(): Program[] {
  const list: Program[] = JSON.parse(readFileSync(new URL('../debian-packages.json', import.meta.url), 'utf8'))
  return list
}
