// Every endpoint of the contract says where the specification has it, is answered by a route, and has a test.
import { isNode, nameOf, parse, walk, type SyntaxNode } from '../syntax.ts'
import { isTest, isTypeScript, type Finding, type Tree } from '../tree.ts'

const contractFolder = /^packages\/contract\/src\/(?:client|federation|desk)\//
const routeFolder = /^packages\/(?:homeserver|desk)\/src\/features\/[^/]+\/routes\//
const specLink =
  /https:\/\/(?:spec\.matrix\.org|github\.com\/matrix-org\/matrix-spec-proposals|www\.rfc-editor\.org|openid\.net|www\.w3\.org)\/|docs\/(?:api|decisions)\//

/** One endpoint: its file, the name under which it is exported, and what a client calls. */
interface Contract {
  file: string
  line: number
  name: string
  method: string
  path: string
}

/** Reports a contract file without spec link, with more than one endpoint, without route, or without test. */
export function checkContracts(tree: Tree): Finding[] {
  const files = tree.files.filter((file) => contractFolder.test(file) && isTypeScript(file) && !isTest(file))
  const routes = identifiersIn(tree, tree.files.filter((file) => routeFolder.test(file) && !isTest(file)))
  const tests = tree.files.filter(isServiceTest)
  const testNames = identifiersIn(tree, tests)
  const calls = [...callsIn(tree, tests), ...helperCalls(tree, testNames)]
  return files.flatMap((file) => {
    const contracts = endpointsIn(tree, file)
    const findings: Finding[] = []
    const report = (rule: string, contract: Contract | undefined, message: string): void => {
      findings.push({ rule, file, ...(contract === undefined ? {} : { line: contract.line }), message })
    }
    if (contracts.length > 0 && !specLink.test(tree.read(file))) report('contract-spec', undefined, 'has no spec link')
    if (contracts.length > 1) report('contract-one', contracts[1], 'one endpoint, one file')
    for (const contract of contracts) {
      if (!routes.has(contract.name)) report('contract-route', contract, `no route names ${contract.name}`)
      const own = `/${file.split('/').at(-1)?.replace(/\.ts$/, '.test.ts') ?? ''}`
      const isTested = tests.some((test) => test.endsWith(own)) || calls.some((call) => isCallOf(call, contract))
      if (!isTested && !testNames.has(contract.name)) {
        report('contract-test', contract, `no service test calls ${contract.method} ${contract.path}`)
      }
    }
    return findings
  })
}

/** The contract file of each endpoint and the tests that call it in their own words, by `METHOD path`. */
export function testersOf(tree: Tree): Map<string, { file: string; tests: string[] }> {
  const files = tree.files.filter((file) => contractFolder.test(file) && isTypeScript(file) && !isTest(file))
  const calls = tree.files.filter(isServiceTest).map((test) => [test, callsIn(tree, [test])] as const)
  const found = new Map<string, { file: string; tests: string[] }>()
  for (const contract of files.flatMap((file) => endpointsIn(tree, file))) {
    const tests = calls.filter(([, made]) => made.some((call) => isCallOf(call, contract))).map(([test]) => test)
    found.set(`${contract.method} ${contract.path}`, { file: contract.file, tests })
  }
  return found
}

/** A test that speaks HTTP to a whole server. */
function isServiceTest(file: string): boolean {
  return /^(?:(?:packages|apps)\/[^/]+\/tests|e2e)\/.*\.test\.tsx?$/.test(file)
}

function endpointsIn(tree: Tree, file: string): Contract[] {
  const found: Contract[] = []
  const syntax = parse(file, tree.read(file))
  walk(syntax.root, (node) => {
    if (node.type !== 'VariableDeclarator' || !isNode(node['init'])) return
    const call = node['init']
    const called = call.type === 'CallExpression' ? nameOf(call['callee']) : undefined
    if (called !== 'endpoint') return
    const fields = new Map<string, string>()
    walk(call, (each) => {
      const value = each.type === 'KeyValueProperty' ? nameOf(each['value']) : undefined
      if (value !== undefined) fields.set(nameOf(each['key']) ?? '', fields.get(nameOf(each['key']) ?? '') ?? value)
    })
    const name = nameOf(node['id']) ?? ''
    const [method = '', path = ''] = [fields.get('method'), fields.get('path')]
    found.push({ file, line: syntax.lineOf(node), name, method, path })
  })
  return found
}

function identifiersIn(tree: Tree, files: readonly string[]): Set<string> {
  const names = new Set<string>()
  for (const file of files.filter(isTypeScript)) {
    walk(parse(file, tree.read(file)).root, (node) => {
      const name = node.type === 'Identifier' ? nameOf(node) : undefined
      if (name !== undefined) names.add(name)
    })
  }
  return names
}

/** The paths that one function calls, and the methods it names; `{}` stands for what is filled in. */
interface Call {
  methods: Set<string>
  paths: string[]
}

const methodNames = new Set(['GET', 'PUT', 'POST', 'DELETE', 'PATCH'])

/** What each function of some files calls, with everything inside it. */
function callsIn(tree: Tree, files: readonly string[]): Call[] {
  return files.filter(isTypeScript).map((file) => callOf(parse(file, tree.read(file)).root, () => true))
}

/** What the helpers of testkit call, of those helpers that a test uses by name. */
function helperCalls(tree: Tree, usedNames: Set<string>): Call[] {
  const calls: Call[] = []
  for (const file of tree.files.filter((each) => each.startsWith('packages/testkit/src/') && isTypeScript(each))) {
    walk(parse(file, tree.read(file)).root, (node) => {
      const name = helperName(node)
      if (name === undefined || !usedNames.has(name)) return
      calls.push(callOf(node, (inner) => inner === node || helperName(inner) === undefined))
    })
  }
  return calls
}

function helperName(node: SyntaxNode): string | undefined {
  if (/^(?:MethodProperty|KeyValueProperty)$/.test(node.type)) return nameOf(node['key'])
  return node.type === 'FunctionDeclaration' ? nameOf(node['identifier']) : undefined
}

function callOf(root: SyntaxNode, isInside: (node: SyntaxNode) => boolean): Call {
  const call: Call = { methods: new Set(), paths: [] }
  walk(root, (node) => {
    if (!isInside(node)) return false
    const text = textOf(node)
    if (text !== undefined && methodNames.has(text)) call.methods.add(text)
    else if (text?.includes('/') === true) call.paths.push(text.replace(/\?.*$/, ''))
    // `alice.get(path)` names its method, too.
    const property = node.type === 'MemberExpression' ? nameOf(node['property'])?.toUpperCase() : undefined
    if (property !== undefined && methodNames.has(property)) call.methods.add(property)
    return true
  })
  return call
}

/** A string or template as it stands, `{}` for each expression in it. */
function textOf(node: SyntaxNode): string | undefined {
  if (node.type === 'StringLiteral') return nameOf(node)
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return undefined
  return node['quasis'].map((part: unknown) => (isNode(part) ? String(part['raw']) : '')).join('{}')
}

function isCallOf(call: Call, contract: Contract): boolean {
  if (!call.methods.has(contract.method)) return false
  const wanted = segmentsOf(contract.path)
  return call.paths.some((path) => {
    const isRest = path.startsWith('{}/')
    const given = segmentsOf(isRest ? path.slice(2) : path.replace('/r0/', '/v3/'))
    // A path that begins with something filled in (the URL of the server, of a room) is compared from its end.
    const compared = isRest ? wanted.slice(-given.length) : wanted
    if (given.length !== compared.length || !compared.some((segment) => !segment.startsWith('{'))) return false
    return compared.every((segment, at) => segment.startsWith('{') || segment === given[at])
  })
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}
