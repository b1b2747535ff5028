// The present comes from `deps.clock`: oxlint bans `Date.now` and `Math.random`, this rule the bare `new Date()`.
import { nameOf, parse, walk } from '../syntax.ts'
import { isTest, isTypeScript, type Finding, type Tree } from '../tree.ts'

/** Reports `new Date()` (and `Date()`) without arguments in the sources of packages other than ui. */
export function checkClock(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of tree.files) {
    if (!isTypeScript(file) || isTest(file) || !/^packages\/(?!ui\/)[^/]+\/src\//.test(file)) continue
    const syntax = parse(file, tree.read(file))
    walk(syntax.root, (node) => {
      if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return
      if (nameOf(node['callee']) !== 'Date') return
      if (Array.isArray(node['arguments']) && node['arguments'].length > 0) return
      findings.push({ rule: 'clock', file, line: syntax.lineOf(node), message: 'take deps.clock, not new Date()' })
    })
  }
  return findings
}
