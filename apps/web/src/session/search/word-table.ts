// Which messages hold which words, and which words begin so.

/** The words of all messages. */
export interface WordTable {
  add(words: readonly string[], id: string): void
  remove(words: readonly string[], id: string): void
  /** The ids of all messages in which a word stands, or one that it begins. */
  find(word: string, isPrefix: boolean): ReadonlySet<string>
}

/** How many words of the language one beginning may stand for. */
const EXPANSIONS_MAX = 2000

/** Makes an empty table. */
export function createWordTable(): WordTable {
  const byWord = new Map<string, Set<string>>()
  /** All words in order, for beginnings; made when it is asked for. */
  let sorted: string[] | undefined

  function expand(word: string): readonly string[] {
    sorted ??= [...byWord.keys()].toSorted()
    const found: string[] = []
    for (let at = lowerBound(sorted, word); at < sorted.length && found.length < EXPANSIONS_MAX; at += 1) {
      const each = sorted[at]
      if (each === undefined || !each.startsWith(word)) break
      found.push(each)
    }
    return found
  }

  return {
    add(words, id) {
      for (const word of words) {
        if (!byWord.has(word)) sorted = undefined
        takeId(byWord, word, id)
      }
    },
    remove(words, id) {
      for (const word of new Set(words)) dropId(byWord, word, id)
    },
    find(word, isPrefix) {
      const ids = new Set<string>()
      for (const each of isPrefix ? expand(word) : [word]) for (const id of byWord.get(each) ?? []) ids.add(id)
      return ids
    },
  }
}

function lowerBound(sorted: readonly string[], word: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts an id under a key. */
export function takeId(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key)
  if (ids === undefined) map.set(key, new Set([id]))
  else ids.add(id)
}

/** Takes an id away from under a key. */
export function dropId(map: Map<string, Set<string>>, key: string, id: string): void {
  const ids = map.get(key)
  ids?.delete(id)
  if (ids?.size === 0) map.delete(key)
}
