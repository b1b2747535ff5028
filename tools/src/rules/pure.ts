// The pure workspaces know no platform: nothing of Node, of a browser, of the clock or of chance.
import { nameOf, parse, walk, isNode } from '../syntax.ts'
import { isTest, isTypeScript, type Finding, type Tree } from '../tree.ts'
import { pureWorkspaces } from '../walls.ts'

/** The compiler settings that keep platform names out of a pure workspace. */
const pureLib = '["ES2024"]'

/** Reports a pure workspace whose project lets platform types in, and any reach for `globalThis` in it. */
export function checkPure(tree: Tree): Finding[] {
  return pureWorkspaces.flatMap((workspace) => {
    const findings: Finding[] = []
    const file = `${workspace}/tsconfig.json`
    if (tree.files.includes(file)) {
      const options = readOptions(tree, file)
      const base = readOptions(tree, 'tsconfig.base.json')
      const lib = JSON.stringify(options.lib ?? base.lib)
      const types = JSON.stringify(options.types ?? base.types)
      if (lib !== pureLib || types !== '[]') {
        findings.push({ rule: 'pure', file, message: `lib must be ${pureLib} and types empty` })
      }
    }
    for (const source of tree.files) {
      if (source.startsWith(`${workspace}/src/`) && isTypeScript(source) && !isTest(source)) {
        findings.push(...checkGlobals(tree, source))
      }
    }
    return findings
  })
}

function readOptions(tree: Tree, file: string): { lib?: string[]; types?: string[] } {
  const parsed = JSON.parse(tree.read(file)) as { compilerOptions?: { lib?: string[]; types?: string[] } }
  return parsed.compilerOptions ?? {}
}

function checkGlobals(tree: Tree, file: string): Finding[] {
  const findings: Finding[] = []
  const syntax = parse(file, tree.read(file))
  walk(syntax.root, (node) => {
    const isReach = node.type === 'MemberExpression' && isNode(node['object']) && nameOf(node['object']) === 'globalThis'
    if (!isReach && !(node.type === 'TsModuleDeclaration' && node['global'] === true)) return
    findings.push({ rule: 'pure', file, line: syntax.lineOf(node), message: 'a pure package names no global of a platform' })
  })
  return findings
}
