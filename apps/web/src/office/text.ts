// The words of a document, in the order in which they are read: for looking them up.
import type { Block, Shown } from './model.ts'

/** All words; at most so many characters. */
export function textOf(shown: Shown, charsMax: number): string {
  const parts: string[] = []
  let chars = 0
  for (const part of partsOf(shown)) {
    if (chars >= charsMax) break
    if (part.trim() === '') continue
    parts.push(part)
    chars += part.length + 1
  }
  return parts.join('\n').slice(0, charsMax)
}

function* partsOf(shown: Shown): Generator<string> {
  if (shown.kind === 'text') yield* blocksOf(shown.blocks)
  else if (shown.kind === 'slides') for (const slide of shown.slides) yield* blocksOf(slide)
  else for (const { name, rows } of shown.sheets) {
    yield name
    for (const { cells } of rows) yield cells.map(({ text }) => text).filter((text) => text !== '').join(' ')
  }
}

function* blocksOf(blocks: readonly Block[]): Generator<string> {
  for (const block of blocks) {
    if (block.kind === 'words') yield block.runs.map(({ text }) => text).join('')
    else if (block.kind === 'picture') yield block.about
    else for (const row of block.rows) for (const cell of row) yield* blocksOf(cell.blocks)
  }
}
