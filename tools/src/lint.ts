// The linter: oxlint with tsgolint's typed rules, set up in `.oxlintrc.json`.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Finding } from './tree.ts'

/** The part of oxlint's JSON that is read. */
interface LintOutput {
  diagnostics: { code?: string; message: string; filename: string; labels: { span: { line: number } }[] }[]
  number_of_files: number
}

/** Runs the linter over a repository (or some files of it); a crash, or a run over no file at all, is a finding too. */
export async function lint(root: string, files: readonly string[] = []): Promise<Finding[]> {
  const bin = join(import.meta.dirname, '../../node_modules/.bin/oxlint')
  const { output, errors } = await new Promise<{ output: string; errors: string }>((resolve) => {
    const options = { cwd: root, maxBuffer: 256 * 1024 * 1024 }
    execFile(bin, ['--type-aware', '-f', 'json', ...files], options, (_error, output, errors) => resolve({ output, errors }))
  })
  let parsed: LintOutput
  try {
    parsed = JSON.parse(output) as LintOutput
  } catch {
    return [{ rule: 'lint', file: '.oxlintrc.json', message: `the linter did not run: ${output}${errors}`.slice(0, 2000) }]
  }
  if (parsed.number_of_files === 0) return [{ rule: 'lint', file: '.oxlintrc.json', message: 'no file was linted' }]
  return parsed.diagnostics.map((each) => {
    const line = each.labels[0]?.span.line
    const place = line === undefined ? {} : { line }
    return { rule: each.code ?? 'lint', file: each.filename, ...place, message: each.message }
  })
}
