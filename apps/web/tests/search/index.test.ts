// The index finds what reading every message would find, whatever was put in, changed and taken away.
import { expect, test } from 'vitest'
import { listWords } from '../../src/session/search/fold.ts'
import { createSearchIndex, spansOf } from '../../src/session/search/search-index.ts'
import type { IndexedMessage, Question, Wanted } from '../../src/session/search/types.ts'

const BOUNDS = { messagesMax: 100_000, charsMax: 10_000_000 }
const ALL: Question = { wanted: [], senders: undefined, rooms: undefined, afterMs: undefined, beforeMs: undefined, has: [] }
const PAGE = { offset: 0, limit: 1000 }

/** Numbers that are the same in every run of a seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const VOCABULARY = ['Élysée', 'elysee', 'budget', 'Budgets', 'œuvre', 'oeuvres', "l'État", 'état', 'figures', 'fig', 'Straße', 'مرحبا', '数字', 'naïve', 'naive', '2026-01', 'a', 'An']
const pick = <T>(next: (below: number) => number, list: readonly T[]): T => list[next(list.length)] as T

function makeMessage(next: (below: number) => number, at: number): IndexedMessage {
  const text = Array.from({ length: 1 + next(6) }, () => pick(next, VOCABULARY)).join(pick(next, [' ', ', ', ' — ', '\n']))
  return { id: `$${at}`, roomId: pick(next, ['!a', '!b', '!c']), sender: pick(next, ['@alice:x', '@bob:x']), sentAtMs: next(50), text, has: pick(next, [[], ['link'], ['file', 'image']] as const) }
}

function makeQuestion(next: (below: number) => number): Question {
  const wanted = Array.from({ length: next(3) }, (): Wanted => {
    const words = listWords(pick(next, VOCABULARY)).map(({ folded }) => folded)
    return next(2) === 0 ? { words: words.map((word, at) => (at === words.length - 1 ? word.slice(0, 1 + next(word.length)) : word)), isPrefix: true } : { words, isPrefix: false }
  })
  return {
    wanted,
    senders: next(3) === 0 ? ['@alice:x'] : undefined,
    rooms: next(3) === 0 ? ['!a', '!c'] : undefined,
    afterMs: next(3) === 0 ? next(50) : undefined,
    beforeMs: next(3) === 0 ? next(50) : undefined,
    has: next(4) === 0 ? ['link'] : [],
  }
}

/** What one finds by reading, without any index. */
function scan(messages: Iterable<IndexedMessage>, question: Question): string[] {
  const holds = (text: string, { words, isPrefix }: Wanted): boolean => {
    const said = ` ${listWords(text).map(({ folded }) => folded).join(' ')} `
    return said.includes(` ${words.join(' ')}${isPrefix ? '' : ' '}`)
  }
  return [...messages]
    .filter(
      (message) =>
        question.wanted.every((wanted) => holds(message.text, wanted)) &&
        (question.senders?.includes(message.sender) ?? true) &&
        (question.rooms?.includes(message.roomId) ?? true) &&
        message.sentAtMs >= (question.afterMs ?? 0) &&
        message.sentAtMs < (question.beforeMs ?? Infinity) &&
        question.has.every((each) => message.has.includes(each)),
    )
    .toSorted((a, b) => b.sentAtMs - a.sentAtMs || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id)
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('after any history of messages, edits, deletions and left rooms the index finds what a plain scan finds (%i)', (seed) => {
  const next = numbers(seed)
  const index = createSearchIndex(BOUNDS)
  const messages = new Map<string, IndexedMessage>()
  for (let at = 0; at < 300; at += 1) {
    const what = next(10)
    if (what < 8) {
      const message = makeMessage(next, what < 6 ? at : next(at + 1))
      messages.set(message.id, message)
      index.put(message)
    } else if (what === 8) {
      const id = `$${next(at + 1)}`
      expect(index.remove(id)).toBe(messages.delete(id))
    } else if (next(10) === 0) {
      for (const [id, { roomId }] of messages) if (roomId === '!b') messages.delete(id)
      index.removeRoom('!b')
    }
  }
  expect(index.size).toBe(messages.size)
  for (let at = 0; at < 200; at += 1) {
    const question = makeQuestion(next)
    const { hits, total } = index.find(question, PAGE)
    expect([question, hits.map(({ message }) => message.id)]).toEqual([question, scan(messages.values(), question)])
    expect(total).toBe(hits.length)
    for (const { message, spans } of hits) {
      // Where a word is marked, it stands.
      for (const { start, end } of spans) expect(listWords(message.text.slice(start, end)).length).toBeGreaterThan(0)
      if (question.wanted.length > 0) expect(spans.length).toBeGreaterThan(0)
    }
  }
})

test('pages follow each other without a gap', () => {
  const next = numbers(42)
  const index = createSearchIndex(BOUNDS)
  for (let at = 0; at < 100; at += 1) index.put(makeMessage(next, at))
  const whole = index.find(ALL, PAGE).hits.map(({ message }) => message.id)
  const paged = [0, 1, 2, 3].flatMap((page) => index.find(ALL, { offset: page * 30, limit: 30 }).hits.map(({ message }) => message.id))
  expect(paged).toEqual(whole)
})

test('an index that is full lets the oldest go, and says which', () => {
  const index = createSearchIndex({ messagesMax: 10, charsMax: 1000 })
  const gone = Array.from({ length: 12 }, (_each, at) => index.put({ id: `$${at}`, roomId: '!a', sender: '@a:x', sentAtMs: at, text: 'word', has: [] })).flat()
  expect(gone).toEqual(['$0', '$1'])
  expect(index.get('$0')).toBeUndefined()
  const small = createSearchIndex({ messagesMax: 100, charsMax: 500 })
  const pushed = Array.from({ length: 10 }, (_each, at) => small.put({ id: `$${at}`, roomId: '!a', sender: '@a:x', sentAtMs: at, text: 'x'.repeat(60), has: [] })).flat()
  expect(pushed.slice(0, 2)).toEqual(['$0', '$1'])
  expect(small.get('$9')).toBeDefined()
})

test('a hit comes with what was said around it in its room', () => {
  const index = createSearchIndex(BOUNDS)
  const say = (id: string, roomId: string, sentAtMs: number, text: string): void => void index.put({ id, roomId, sender: '@a:x', sentAtMs, text, has: [] })
  say('$2', '!a', 2, 'the figures')
  say('$3', '!a', 3, 'good')
  say('$1', '!a', 1, 'what came?')
  say('$x', '!b', 2, 'elsewhere')
  const [hit] = index.find({ ...ALL, wanted: [{ words: ['figures'], isPrefix: false }] }, PAGE).hits
  expect([hit?.before?.id, hit?.after?.id]).toEqual(['$1', '$3'])
})

test('marks stand in the text as it was written, accents and all', () => {
  const text = "À l'Élysée, l’État"
  const marked = (wanted: Wanted): string[] => spansOf(text, [wanted]).map(({ start, end }) => text.slice(start, end))
  expect(marked({ words: ['elys'], isPrefix: true })).toEqual(['Élysée'])
  expect(marked({ words: ['l', 'etat'], isPrefix: false })).toEqual(['l’État'])
  expect(marked({ words: ['elys'], isPrefix: false })).toEqual([])
})
