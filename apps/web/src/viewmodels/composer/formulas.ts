// Formulas in what somebody writes. Two signs on each side ask for one: a single `$` is what things cost.

/** What somebody who means harm could make the reader work on is no more than this. */
export const FORMULA_CHARS_MAX = 2000

/** Within a line: nothing but the formula stands directly inside the signs. */
export const INLINE = /^\$\$(?!\s)((?:\\.|[^\\\n$]){1,2000}?)(?<!\s)\$\$/
/** Where a formula in lines of its own begins, and where it ends. */
export const BLOCK_BEGIN = /^\s{0,3}\$\$\s*$/
/** A line that is a formula and nothing else. */
export const WHOLE_LINE = /^\s{0,3}\$\$(?!\s)((?:\\.|[^\\\n$]){1,2000}?)(?<!\s)\$\$\s*$/

const PREVIEWED_MAX = 3
const READ_CHARS = 10_000

/** A formula as it was written. */
export interface Formula {
  latex: string
  /** Whether it has a line of its own. */
  isBlock: boolean
}

/** The first formulas of a text, for whoever writes it to see. */
export function formulasIn(text: string): Formula[] {
  if (!text.includes('$$') || text.startsWith('/plain ')) return []
  const found: Formula[] = []
  let block: string[] | undefined
  for (const line of text.slice(0, READ_CHARS).split('\n')) {
    if (BLOCK_BEGIN.test(line)) {
      if (block !== undefined && block.length > 0) found.push({ latex: block.join('\n'), isBlock: true })
      block = block === undefined ? [] : undefined
    } else if (block !== undefined) block.push(line)
    else found.push(...formulasInLine(line))
    if (found.length >= PREVIEWED_MAX) break
  }
  return found.filter(({ latex }) => latex.length <= FORMULA_CHARS_MAX).slice(0, PREVIEWED_MAX)
}

function formulasInLine(line: string): Formula[] {
  const whole = WHOLE_LINE.exec(line)?.[1]
  if (whole !== undefined) return [{ latex: whole, isBlock: true }]
  const found: Formula[] = []
  for (let at = line.indexOf('$$'); at >= 0; at = line.indexOf('$$', at)) {
    const [all, latex] = INLINE.exec(line.slice(at)) ?? []
    if (latex !== undefined) found.push({ latex, isBlock: false })
    at += all?.length ?? 1
  }
  return found
}
