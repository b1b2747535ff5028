// The compiler: every project of the repository, sources and tests apart.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Finding } from './tree.ts'

/** Compiles all projects, or those named, with what they refer to; each error is a finding. */
export async function typecheck(root: string, projects: readonly string[] = []): Promise<Finding[]> {
  const bin = join(import.meta.dirname, '../../node_modules/.bin/tsc')
  const { output, failed } = await new Promise<{ output: string; failed: boolean }>((resolve) => {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 }
    execFile(bin, ['-b', ...projects, '--pretty', 'false'], options, (error, output, errors) => {
      resolve({ output: output + errors, failed: error !== null })
    })
  })
  const findings = output.split('\n').flatMap((text): Finding[] => {
    const found = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(text)
    if (found === null) return []
    const [, file = '', line = '0', code = '', message = ''] = found
    return [{ rule: code, file, line: Number(line), message }]
  })
  if (failed && findings.length === 0) return [{ rule: 'typecheck', file: 'tsconfig.json', message: output.trim() }]
  return findings
}
