// The XML of a part. Declarations of a document type, with which entities are made, have no place in one and are refused.
import type { Archive } from './archive.ts'
import { BOUNDS, NotShown } from './bounds.ts'

/** Reads a part; undefined where there is none. */
export function readXml(archive: Archive, name: string): Element | undefined {
  const bytes = archive.read(name)
  return bytes === undefined ? undefined : parseXml(bytes)
}

/** Reads XML. */
export function parseXml(bytes: Uint8Array): Element {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  const text = new TextDecoder(encoding).decode(bytes)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new NotShown('broken')
  // What would be elements of a page is none here, though nothing of them would run.
  const root = new DOMParser().parseFromString(text.replaceAll('http://www.w3.org/1999/xhtml', 'urn:xhtml').replaceAll('http://www.w3.org/2000/svg', 'urn:svg'), 'application/xml').documentElement
  if (root.getElementsByTagName('parsererror').length > 0 || root.localName === 'parsererror') throw new NotShown('broken')
  return root
}

/** The elements directly within one, of some names or of all. */
export function childrenOf(parent: Element, ...names: readonly string[]): Element[] {
  return [...parent.children].filter(({ localName }) => names.length === 0 || names.includes(localName))
}

/** The first element on a way downwards. */
export function childAt(parent: Element | undefined, ...way: readonly string[]): Element | undefined {
  let at = parent
  for (const name of way) at = at === undefined ? undefined : [...at.children].find(({ localName }) => localName === name)
  return at
}

/** An attribute by its name, in whatever namespace it is. */
export function attributeOf(element: Element | undefined, name: string): string | undefined {
  if (element === undefined) return undefined
  for (const attribute of element.attributes) if (attribute.localName === name) return attribute.value
  return undefined
}

/** All below an element of some names, in order, as far down as is looked. */
export function allBelow(parent: Element, names: readonly string[], depth = 0): Element[] {
  if (depth > BOUNDS.depth) return []
  return [...parent.children].flatMap((child) => (names.includes(child.localName) ? [child] : allBelow(child, names, depth + 1)))
}

/** What the relations of an OOXML part name, by id: parts of the archive alone; what lies elsewhere is not fetched. */
export function relationsOf(archive: Archive, part: string): ReadonlyMap<string, string> {
  const cut = part.lastIndexOf('/') + 1
  const root = readXml(archive, `${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`)
  const found = new Map<string, string>()
  for (const relation of root === undefined ? [] : childrenOf(root, 'Relationship')) {
    const [id, target] = [attributeOf(relation, 'Id'), attributeOf(relation, 'Target')]
    if (id === undefined || target === undefined || attributeOf(relation, 'TargetMode') === 'External') continue
    found.set(id, partName(part.slice(0, cut), target))
  }
  return found
}

function partName(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps = folder.split('/').filter((step) => step !== '')
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}
