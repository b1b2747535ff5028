// The words to mark in results: those of the shown texts that have a stem in common with a word asked for.
import type { Db } from '../../../db/pool.ts'
import { parsePdu } from '../../../engine/row-mapping.ts'
import { foldText, writtenWordsOf } from '../../../folding.ts'
import { listAlike } from '../search-store.ts'
import type { Asked } from './find-hits.ts'

const MAX_CANDIDATES = 2000

/** The words as they stand in the texts, and those that were asked for. */
export async function highlightsOf(db: Db, asked: Asked, events: readonly { json: string }[]): Promise<string[]> {
  const candidates = [...new Set(events.flatMap(({ json }) => wordsIn(json)))].slice(0, MAX_CANDIDATES)
  if (candidates.length === 0) return asked.folded
  // A word in two parts for folding is one for writing; what is alike is judged by words that have both.
  const pairs = (written: readonly string[]) => ({ folded: written.map((word) => foldText(word)), written })
  return [...new Set([...asked.folded, ...(await listAlike(db, pairs(asked.written), pairs(candidates)))])]
}

function wordsIn(json: string): string[] {
  const { content } = parsePdu(json)
  const texts = [content['body'], content['name'], content['topic']]
  return texts.flatMap((text) => (typeof text === 'string' ? writtenWordsOf(text) : []))
}
