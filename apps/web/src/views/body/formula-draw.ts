// A formula as MathML, which browsers draw and screen readers read. Loaded when the first formula is shown.
// What the library makes of it is never put into the page: it is read node by node, and only what MathML Core knows is kept.
import { createElement } from 'react'
import type { ReactNode } from 'react'
import temml from 'temml'

const CHARS_MAX = 2000
/** So often a macro is replaced, so large is a space, so many elements a formula has. */
const EXPANSIONS_MAX = 200
const EMS_MAX = 20
const NODES_MAX = 2000
const DEPTH_MAX = 60
const VALUE_CHARS_MAX = 40

const ELEMENTS: ReadonlySet<string> = new Set([
  'mrow', 'mi', 'mn', 'mo', 'ms', 'mtext', 'mspace', 'mfrac', 'msqrt', 'mroot', 'mstyle', 'mpadded', 'mphantom', 'menclose', 'msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover',
  'mmultiscripts', 'mprescripts', 'none', 'mtable', 'mtr', 'mtd',
])
/** Colors are the reader's, so that whatever they chose can be read. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'mathvariant', 'stretchy', 'fence', 'separator', 'form', 'lspace', 'rspace', 'minsize', 'maxsize', 'symmetric', 'largeop', 'movablelimits', 'accent', 'accentunder', 'linethickness', 'columnspan',
  'rowspan', 'columnalign', 'width', 'height', 'depth', 'voffset', 'scriptlevel', 'displaystyle', 'notation',
])
const VALUE = /^[\w\s.%+-]*$/

/** Draws it; undefined where it is none that can be read, or more than anybody would write. */
export function drawFormula(latex: string, isBlock: boolean): ReactNode | undefined {
  if (latex.length > CHARS_MAX) return undefined
  try {
    const place = document.createElement('span')
    temml.render(latex, place, { displayMode: isBlock, throwOnError: true, trust: false, strict: false, maxExpand: EXPANSIONS_MAX, maxSize: [EMS_MAX, EMS_MAX], annotate: false })
    const math = place.querySelector('math')
    if (math === null) return undefined
    const budget = { left: NODES_MAX }
    const children = childrenOf(math, 0, budget)
    return budget.left <= 0 ? undefined : createElement('math', { display: isBlock ? 'block' : 'inline', alttext: latex }, ...children)
  } catch {
    return undefined
  }
}

interface Budget {
  left: number
}

function childrenOf(parent: Element, depth: number, budget: Budget): ReactNode[] {
  if (depth > DEPTH_MAX) budget.left = 0
  const children: ReactNode[] = []
  for (const node of parent.childNodes) {
    budget.left -= 1
    if (budget.left <= 0) break
    if (node.nodeType === Node.TEXT_NODE) children.push(node.textContent)
    else if (node instanceof Element) children.push(...elementOf(node, depth + 1, budget, children.length))
  }
  return children
}

function elementOf(element: Element, depth: number, budget: Budget, key: number): ReactNode[] {
  const children = childrenOf(element, depth, budget)
  const name = element.localName
  // What is not known is left out, what stands in it stays.
  if (!ELEMENTS.has(name)) return children
  const attributes = [...element.attributes].filter(({ name: each, value }) => ATTRIBUTES.has(each) && value.length <= VALUE_CHARS_MAX && VALUE.test(value))
  return [createElement(name, { key, ...Object.fromEntries(attributes.map(({ name: each, value }) => [each, value])) }, ...children)]
}
