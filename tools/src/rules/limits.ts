// The limits of size. Comments and blank lines never count, so that no limit rewards deleting a reason.
import { childrenOf, isNode, nameOf, parse, walk, type Syntax, type SyntaxNode } from '../syntax.ts'
import { isTypeScript, type Finding, type Tree } from '../tree.ts'

/** The greatest value of each limit. */
export const limits = { file: 400, function: 70, component: 150, parameters: 4, branches: 12, deps: 6 } as const

/** One thing that is over its limit. */
export interface Excess {
  /** Which limit: a key of `limits`. */
  limit: keyof typeof limits
  file: string
  /** The function, or the type for `deps`; empty for a whole file. */
  name: string
  line: number
  value: number
}

/** Known excesses with the value they had when they were written down, as `tools/tidy-ratchet.json` lists them. */
export interface Ratchet {
  limit: string
  file: string
  name: string
  value: number
}

/** Everything in the tree that is over a limit. */
export function measure(tree: Tree): Excess[] {
  const excesses: Excess[] = []
  for (const file of tree.files.filter(isTypeScript)) {
    const syntax = parse(file, tree.read(file))
    const lines = syntax.codeLines()
    if (lines > limits.file) excesses.push({ limit: 'file', file, name: '', line: 1, value: lines })
    excesses.push(...measureFunctions(file, syntax))
  }
  return [...excesses, ...measureDeps(tree)]
}

/** Holds the limits against the list of known excesses, which may only shrink. */
export function checkLimits(tree: Tree, ratchet: readonly Ratchet[]): Finding[] {
  const keyOf = (entry: { limit: string; file: string; name: string }): string =>
    `${entry.limit}\0${entry.file}\0${entry.name}`
  const known = new Map(ratchet.map((entry) => [keyOf(entry), entry]))
  const findings: Finding[] = []
  for (const excess of measure(tree)) {
    const entry = known.get(keyOf(excess))
    known.delete(keyOf(excess))
    const what = `${excess.name === '' ? 'the file' : excess.name} has ${excess.value} ${units[excess.limit]}`
    const place = { rule: `limit-${excess.limit}`, file: excess.file, line: excess.line }
    if (entry === undefined) findings.push({ ...place, message: `${what}, at most ${limits[excess.limit]}` })
    else if (entry.value < excess.value) findings.push({ ...place, message: `${what}, it had ${entry.value} before` })
    else if (entry.value > excess.value) {
      findings.push({ ...place, message: `${what}: lower its entry in tools/tidy-ratchet.json from ${entry.value}` })
    }
  }
  for (const entry of known.values()) {
    const message = `nothing is over the limit ${entry.limit} at "${entry.name}" any more: remove its entry`
    findings.push({ rule: 'ratchet', file: entry.file, message })
  }
  return findings
}

const units = {
  file: 'code lines',
  function: 'code lines',
  component: 'code lines',
  parameters: 'parameters',
  branches: 'branches',
  deps: 'fields',
} as const

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
])

const branchTypes = new Set([
  'IfStatement',
  'ConditionalExpression',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'CatchClause',
])

function measureFunctions(file: string, syntax: Syntax): Excess[] {
  const excesses: Excess[] = []
  const counted = new Map<string, number>()
  const visit = (node: SyntaxNode, givenName: string): void => {
    const name = functionTypes.has(node.type) ? ownName(node) || givenName || 'anonymous' : givenName
    if (functionTypes.has(node.type) && !givenName.startsWith('describe(')) {
      const times = (counted.get(name) ?? 0) + 1
      counted.set(name, times)
      const unique = times === 1 ? name : `${name}#${times}`
      for (const [limit, value] of measureFunction(file, syntax, node, name)) {
        if (value > limits[limit]) excesses.push({ limit, file, name: unique, line: syntax.lineOf(node), value })
      }
    }
    for (const child of childrenOf(node)) visit(child, nameFrom(node, child))
  }
  visit(syntax.root, '')
  return excesses
}

/** The name a node gives to a function that stands in it: a variable, a property, or the call it is handed to. */
function nameFrom(parent: SyntaxNode, child: SyntaxNode): string {
  if (parent.type === 'VariableDeclarator') return nameOf(parent['id']) ?? ''
  if (parent.type === 'KeyValueProperty' || parent.type === 'ClassProperty') return nameOf(parent['key']) ?? ''
  if (parent.type !== 'CallExpression' || child === parent['callee']) return ''
  const called = calledName(parent['callee'])
  const first: unknown = Array.isArray(parent['arguments']) ? parent['arguments'][0] : undefined
  const title = typeof first === 'object' && first !== null && 'expression' in first ? nameOf(first.expression) : ''
  return called === undefined ? '' : `${called}(${title ?? ''})`
}

/** `describe` of `describe(...)`, `describe.each(...)(...)` and `describe.skipIf(...)(...)` alike. */
function calledName(callee: unknown): string | undefined {
  return isNode(callee) ? (nameOf(callee) ?? calledName(callee['object'] ?? callee['callee'])) : undefined
}

function ownName(node: SyntaxNode): string {
  if (node.type === 'Constructor') return 'constructor'
  return nameOf(node['identifier']) ?? nameOf(node['key']) ?? ''
}

function measureFunction(
  file: string,
  syntax: Syntax,
  node: SyntaxNode,
  name: string,
): ['function' | 'component' | 'parameters' | 'branches', number][] {
  const isComponent = file.endsWith('.tsx') && /^[A-Z]/.test(name)
  const inner = isNode(node['function']) ? node['function'] : node
  const parameters = Array.isArray(inner['params']) ? inner['params'].length : 0
  return [
    [isComponent ? 'component' : 'function', syntax.codeLines(node)],
    ['parameters', parameters],
    ['branches', countBranches(node)],
  ]
}

/** Decisions of one function, without those of functions inside it; `??` gives a default and is no decision. */
function countBranches(of: SyntaxNode): number {
  let branches = 0
  walk(of, (node) => {
    if (node !== of && functionTypes.has(node.type)) return false
    if (branchTypes.has(node.type)) branches += 1
    if (node.type === 'SwitchCase' && isNode(node['test'])) branches += 1
    if (node.type === 'BinaryExpression' && (node['operator'] === '&&' || node['operator'] === '||')) branches += 1
    return true
  })
  return branches
}

/** How many fields each `...Deps` of a feature asks for. */
function measureDeps(tree: Tree): Excess[] {
  const excesses: Excess[] = []
  for (const file of tree.files) {
    if (!/^packages\/[^/]+\/src\/features\//.test(file) || !isTypeScript(file)) continue
    const syntax = parse(file, tree.read(file))
    walk(syntax.root, (node) => {
      const name = nameOf(node['id']) ?? ''
      if (!/^Ts(?:Interface|TypeAlias)Declaration$/.test(node.type) || !name.endsWith('Deps')) return
      const body = node.type === 'TsInterfaceDeclaration' ? node['body'] : node['typeAnnotation']
      const fields = isNode(body) ? (body['body'] ?? body['members']) : undefined
      const value = Array.isArray(fields) ? fields.length : 0
      if (value > limits.deps) excesses.push({ limit: 'deps', file, name, line: syntax.lineOf(node), value })
    })
  }
  return excesses
}
