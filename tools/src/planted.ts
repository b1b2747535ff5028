// A copy of the repository in which faults are planted, to see that the walls report them.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readTree } from './tree.ts'

/** A copy that is deleted when it is disposed of. */
export interface PlantedCopy extends Disposable {
  root: string
}

/** Copies a repository to a temporary folder and adds or replaces files in it, by path. */
export function plant(root: string, faults: Readonly<Record<string, string>>): PlantedCopy {
  const copy = mkdtempSync(join(tmpdir(), 'chappe-planted-'))
  for (const file of readTree(root).files) {
    if (/^(?:docs|bench\/results)\//.test(file)) continue
    mkdirSync(join(copy, dirname(file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  linkModules(root, copy)
  for (const [file, text] of Object.entries(faults)) {
    mkdirSync(join(copy, dirname(file)), { recursive: true })
    writeFileSync(join(copy, file), text)
  }
  execFileSync('git', ['init', '-q'], { cwd: copy })
  return { root: copy, [Symbol.dispose]: () => rmSync(copy, { recursive: true, force: true }) }
}

/** Libraries are shared with the repository; workspaces lead into the copy. */
function linkModules(root: string, copy: string): void {
  const modules = join(copy, 'node_modules')
  mkdirSync(join(modules, '@chappe'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@chappe') symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  const manifests = readTree(root).files.filter((file) => /^(?:(?:packages|apps)\/[^/]+|e2e|bench|tools)\/package\.json$/.test(file))
  for (const file of manifests) {
    const { name }: { name: string } = JSON.parse(readTree(root).read(file))
    symlinkSync(join(copy, dirname(file)), join(modules, name))
  }
}
