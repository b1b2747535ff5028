// The stylesheet of the operator, of which nobody elsewhere knows the bytes: it may change how things look, and fetches nothing. A
// style that fetches from its own server can tell it, letter by letter, what stands on a page.
import type { ServedPlace } from '@chappe/contract'
import type { Served } from './compare-code.ts'
import { compareHeaders, show } from './compare-code.ts'

const FUNCTIONS = new Set(
  'var light-dark rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix calc min max clamp is where not has nth-child nth-of-type lang dir media and or env repeat minmax fit-content translate scale rotate cubic-bezier linear-gradient radial-gradient conic-gradient'.split(' '),
)
const AT_RULES = new Set(['media', 'supports', 'container', 'layer', 'property'])

/** What is wrong with it, a sentence each. */
export function compareStyle({ path }: ServedPlace, served: Served, headers: Readonly<Record<string, string>>): string[] {
  if (served.status !== 200) return [`${path}: status ${served.status} in place of 200`]
  return [...compareHeaders(path, served, headers), ...findFetching(served.body.toString('utf8')).map((what) => `${path}: holds what a theme does not need: ${show(what)}`)]
}

/** What might fetch: functions and at-rules that are not known to fetch nothing, and whatever is written so that it hides one. */
export function findFetching(css: string): string[] {
  // A name may be written with escapes. Comments are read like everything else: what looks like one may stand in a string.
  const hidden = /\\.{0,20}/s.exec(css)
  if (hidden !== null) return [hidden[0]]
  const text = css.toLowerCase()
  const functions = [...text.matchAll(/([\w\u0080-\uffff-]+)\(/g)].filter(([, name = '']) => !FUNCTIONS.has(name))
  const rules = [...text.matchAll(/@([\w\u0080-\uffff-]+)/g)].filter(([, name = '']) => !AT_RULES.has(name))
  return [...functions, ...rules].map(([found]) => found).slice(0, 5)
}
