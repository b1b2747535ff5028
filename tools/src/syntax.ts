// TypeScript as a syntax tree, with what the limits need: lines, comments, a walk over every node.
import { parseSync } from '@swc/core'

/** Any node of the tree. Fields are read through `child` and friends, since their kind is not known beforehand. */
export interface SyntaxNode {
  type: string
  span?: { start: number; end: number }
  [field: string]: unknown
}

/** One parsed file. */
export interface Syntax {
  root: SyntaxNode
  /** The 1-based line of a node. */
  lineOf(node: SyntaxNode): number
  /** How many lines of a node (of the file, if none is given) hold code: neither blank nor comment alone. */
  codeLines(node?: SyntaxNode): number
  comments: readonly { line: number; text: string }[]
}

/** Whether a value is a node of the tree. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** Visits a node and everything below it; `enter` answers false to leave a node's children out. */
export function walk(node: SyntaxNode, enter: (node: SyntaxNode) => boolean | void): void {
  if (enter(node) === false) return
  for (const child of childrenOf(node)) walk(child, enter)
}

/** The nodes directly below one, in the order of the source. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  const collect = (value: unknown): void => {
    if (isNode(value)) found.push(value)
    else if (Array.isArray(value)) for (const each of value) collect(each)
    // swc wraps call arguments and a few others in plain objects without a type.
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) collect(each)
  }
  for (const [field, value] of Object.entries(node)) if (field !== 'span') collect(value)
  return found
}

/** The text of an identifier, or undefined for any other node. */
export function nameOf(node: unknown): string | undefined {
  return isNode(node) && typeof node['value'] === 'string' && /Identifier|StringLiteral|PrivateName/.test(node.type)
    ? node['value']
    : undefined
}

const parsed = new Map<string, Syntax>()

/** Parses one file; a syntax error is thrown with the file's name. */
export function parse(file: string, text: string): Syntax {
  const key = `${file}\0${text}`
  const known = parsed.get(key)
  if (known !== undefined) return known
  let root: unknown
  try {
    root = parseSync(text, { syntax: 'typescript', tsx: file.endsWith('.tsx'), target: 'es2024' })
  } catch (error) {
    throw new Error(`${file} does not parse`, { cause: error })
  }
  if (!isNode(root)) throw new Error(`${file} does not parse`)
  const syntax = describe(root, Buffer.from(text))
  parsed.set(key, syntax)
  return syntax
}

// Positions in the tree are bytes and start at 1.
const firstByte = 1

function describe(root: SyntaxNode, bytes: Buffer): Syntax {
  const lineStarts = [0]
  bytes.forEach((byte, at) => void (byte === newline && lineStarts.push(at + 1)))
  const lineAt = (offset: number): number => {
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
  const ranges = commentRanges(bytes, literalEnds(root))
  const hasCode = linesWithCode(bytes, ranges)
  return {
    root,
    lineOf: (node) => lineAt((node.span?.start ?? firstByte) - firstByte),
    codeLines(node) {
      const first = node?.span === undefined ? 1 : lineAt(node.span.start - firstByte)
      const last = node?.span === undefined ? lineStarts.length : lineAt(node.span.end - firstByte - 1)
      return hasCode.slice(first, last + 1).filter(Boolean).length
    },
    comments: ranges.map(([start, end]) => ({ line: lineAt(start), text: bytes.toString('utf8', start, end) })),
  }
}

/** Where each literal that may hold `//` ends, by where it starts: in these, slashes are no comments. */
function literalEnds(root: SyntaxNode): Map<number, number> {
  const ends = new Map<number, number>()
  walk(root, (node) => {
    if (!/^(StringLiteral|RegExpLiteral|TemplateElement|JSXText)$/.test(node.type) || node.span === undefined) return
    ends.set(node.span.start - firstByte, node.span.end - firstByte)
  })
  return ends
}

const newline = 10
const slash = 47
const star = 42

function commentRanges(bytes: Buffer, literals: Map<number, number>): [number, number][] {
  const ranges: [number, number][] = []
  for (let at = 0; at < bytes.length; at += 1) {
    const literalEnd = literals.get(at)
    if (literalEnd !== undefined && literalEnd > at) {
      at = literalEnd - 1
      continue
    }
    if (bytes[at] !== slash) continue
    const next = bytes[at + 1]
    if (next !== slash && next !== star) continue
    const closing = next === slash ? bytes.indexOf('\n', at) : bytes.indexOf('*/', at + 2) + 2
    const end = closing < at + 2 ? bytes.length : closing
    ranges.push([at, end])
    at = end - 1
  }
  return ranges
}

/** By 1-based line: whether it holds anything but white space and comments. */
function linesWithCode(bytes: Buffer, comments: readonly [number, number][]): boolean[] {
  const blanked = Buffer.from(bytes)
  for (const [start, end] of comments) {
    for (let at = start; at < end; at += 1) if (blanked[at] !== newline) blanked[at] = 32
  }
  return [false, ...blanked.toString('utf8').split('\n').map((line) => line.trim() !== '')]
}
