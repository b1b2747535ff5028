// SQL stands in stores only. dependency-cruiser holds the libraries; this rule holds the statements themselves.
import { isNode, nameOf, parse, walk, type SyntaxNode } from '../syntax.ts'
import { isTest, isTypeScript, type Finding, type Tree } from '../tree.ts'
import { sqlFiles } from '../walls.ts'

const statement =
  /^\s*(?:SELECT\s+[\w*(]|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+(?:RECURSIVE\s+)?\w+\s+AS\s|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX)\s)/
const sources = /^(?:packages\/(?!testkit\/)|apps\/)[^/]+\/src\//
const queryBuilders = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto'])

/** Reports SQL text and query builder calls in the sources of packages and apps outside the stores. */
export function checkSql(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of tree.files) {
    if (!isTypeScript(file) || isTest(file) || !sources.test(file)) continue
    if (sqlFiles.some((allowed) => allowed.test(file))) continue
    const syntax = parse(file, tree.read(file))
    walk(syntax.root, (node) => {
      if (!isSql(node)) return
      findings.push({ rule: 'sql-in-stores', file, line: syntax.lineOf(node), message: 'SQL belongs in a *-store.ts' })
    })
  }
  return findings
}

function isSql(node: SyntaxNode): boolean {
  if (node.type === 'StringLiteral') return statement.test(String(node['value']))
  if (node.type === 'TemplateElement') return statement.test(String(node['raw']))
  if (node.type === 'TaggedTemplateExpression') return nameOf(node['tag']) === 'sql'
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return false
  return queryBuilders.has(nameOf(node['callee']['property']) ?? '')
}
