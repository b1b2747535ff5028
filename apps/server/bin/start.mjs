// Starts the server under Node 24 or newer. This file has to parse on whatever Node the machine has.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 24
const major = Number(process.versions.node.split('.')[0])
// Not node_modules/.bin/node: npm 10, which comes with Node 20 and 22, does not link it.
const bundled = fileURLToPath(
  new URL(`../../../node_modules/node-${process.platform}-${process.arch}/bin/node`, import.meta.url),
)

if (major >= NODE_MAJOR_MIN) {
  // Stripped and compiled sources are kept beside the dependencies: the next start need not make them again.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/chappe', import.meta.url)))
  await import('../src/main.ts')
} else if (existsSync(bundled)) {
  runUnder(bundled)
} else {
  console.error(`chappe needs Node ${NODE_MAJOR_MIN} or newer and this is ${process.version}: install it from https://nodejs.org`)
  console.error('(on Linux x64 and arm64 `npm ci` brings one along, unless optional dependencies were left out)')
  process.exitCode = 1
}

/** Runs this file again under the Node that came with the repository. */
function runUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
