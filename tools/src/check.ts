// `npm run check`: every wall of the house. Prints what is wrong, a line each; exit code 1 if anything is.
// `npm run check -- --write-checksums` writes down new migrations first, `--write-endpoints` the table of endpoints.
import { spawnSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { allEndpoints } from '@chappe/contract'
import { checkImports } from './cruise.ts'
import { lint } from './lint.ts'
import { endpointTable, endpointTableFile } from './rules/endpoint-table.ts'
import { newChecksums } from './rules/migrations.ts'
import { tidyRules } from './tidy.ts'
import { typecheck } from './typecheck.ts'
import { printFinding, readTree, type Finding } from './tree.ts'

const root = resolve(import.meta.dirname, '../..')
process.chdir(root)

if (process.argv.includes('--write-checksums')) {
  for (const [file, lines] of newChecksums(readTree(root))) appendFileSync(join(root, file), lines)
}
if (process.argv.includes('--write-endpoints')) {
  writeFileSync(join(root, endpointTableFile), endpointTable(readTree(root), allEndpoints))
}
const tree = readTree(root)

const steps: [string, () => Promise<Finding[]> | Finding[]][] = [
  ['types', () => typecheck(root)],
  ['lint', () => lint(root)],
  ['imports', () => checkImports(root, tree)],
  ...Object.entries(tidyRules).map(([name, rule]): [string, () => Finding[]] => [name, () => rule(tree)]),
]

let broken = 0
for (const [name, run] of steps) {
  const startedAtMs = performance.now()
  const findings = await run()
  broken += findings.length
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - startedAtMs) / 1000).toFixed(1)} s)`)
  for (const finding of findings) console.log(`     ${printFinding(finding)}`)
}

// The one wall that needs a running server: every endpoint turns strangers away.
const guards = tree.files.filter((file) => file.endsWith('/guard.test.ts'))
if (guards.length > 0) {
  const run = spawnSync(process.execPath, [join(root, 'tools/bin/run.mjs'), 'tools/src/test.ts', ...guards], { stdio: 'inherit' })
  if (run.status !== 0) broken += 1
}

console.log(broken === 0 ? 'every wall stands' : `${broken} broken`)
process.exitCode = broken === 0 ? 0 : 1
