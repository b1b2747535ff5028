// Runs a TypeScript file of the repository under Node 24 or newer: `node tools/bin/run.mjs tools/src/test.ts [...]`.
// This file has to parse on whatever Node the machine has. The Node that the repository brings is looked for where its
// package lies: npm 10 (which comes with Node 20 and 22) does not link it into node_modules/.bin.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const nodeMajorMin = 24
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const [script = '', ...args] = process.argv.slice(2)
const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')

if (Number(process.versions.node.split('.')[0]) >= nodeMajorMin) {
  // What the script starts in its turn finds the same Node.
  process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`
  process.argv.splice(1, 2, join(root, script))
  await import(pathToFileURL(join(root, script)).href)
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [fileURLToPath(import.meta.url), script, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
} else {
  console.error(`this needs Node ${nodeMajorMin} or newer and this is ${process.version}: install it from https://nodejs.org`)
  console.error('(on Linux x64 and arm64 `npm ci` brings one along, unless optional dependencies were left out)')
  process.exitCode = 1
}
