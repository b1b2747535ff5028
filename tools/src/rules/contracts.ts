// Every endpoint of the contract says where the specification has it, is answered by a route, and has a test.
import { isNode, nameOf, parse, walk } from '../syntax.ts'
import { isTest, isTypeScript, type Finding, type Tree } from '../tree.ts'

const contractFolder = /^packages\/contract\/src\/(?:client|federation|desk)\//
const routeFolder = /^packages\/(?:homeserver|desk)\/src\/features\/[^/]+\/routes\//
const specLink =
  /https:\/\/(?:spec\.matrix\.org|github\.com\/matrix-org\/matrix-spec-proposals|www\.rfc-editor\.org|openid\.net|www\.w3\.org)\/|docs\/(?:api|decisions)\//

/** One endpoint: its file and the name under which it is exported. */
interface Contract {
  file: string
  line: number
  name: string
}

/** Reports a contract file without spec link, with more than one endpoint, without route, or without test. */
export function checkContracts(tree: Tree): Finding[] {
  const files = tree.files.filter((file) => contractFolder.test(file) && isTypeScript(file) && !isTest(file))
  const routes = identifiersIn(tree, tree.files.filter((file) => routeFolder.test(file) && !isTest(file)))
  const tests = tree.files.filter(isServiceTest)
  const testNames = identifiersIn(tree, tests)
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
      const isTested = testNames.has(contract.name) || tests.some((test) => test.endsWith(own))
      if (!isTested) report('contract-test', contract, `no service test names ${contract.name}`)
    }
    return findings
  })
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
    found.push({ file, line: syntax.lineOf(node), name: nameOf(node['id']) ?? '' })
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
