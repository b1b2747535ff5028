// Which files' words are read, and when: never more than somebody has had in their hands, and never in a hurry.
import { expect, test } from 'vitest'
import { openFileWords, plainText, wordedKindOf } from '../../src/session/search/file-words.ts'

const MB = 1024 * 1024
const file = (name: string) => ({ mxc: `mxc://x/${name}`, name })

function open({ isSparing = false } = {}) {
  const indexed: string[] = []
  const framed: string[] = []
  const gates: PromiseWithResolvers<void>[] = []
  const words = openFileWords({
    index: async ({ name }, text) => void indexed.push(`${name}: ${text}`),
    async readInFrame(kind, bytes) {
      framed.push(`${kind} ${bytes.byteLength}`)
      const gate = Promise.withResolvers<void>()
      gates.push(gate)
      await gate.promise
      return `words of ${kind}`
    },
    isSparing: async () => isSparing,
    idle: async () => undefined,
  })
  return { words, indexed, framed, gates }
}
const pause = () => new Promise((done) => setTimeout(done, 5))

test('documents are read by the page for them, one at a time; plain files here; others not at all', async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } })
  const { words, indexed, framed, gates } = open()
  const all = [words.read(file('a.pdf'), new Blob(['1'])), words.read(file('b.DOCX'), new Blob(['22'])), words.read(file('c.csv'), new Blob(['Post;Montant\nToit;12,4'])), words.read(file('d.exe'), new Blob(['x'])), words.read(file('large.pdf'), new Blob([new Uint8Array(11 * MB)]))]
  await pause()
  expect(framed).toEqual(['pdf 1'])
  gates[0]?.resolve()
  await pause()
  expect(framed).toEqual(['pdf 1', 'office 2'])
  gates[1]?.resolve()
  await Promise.all(all)
  expect(indexed).toEqual(['a.pdf: words of pdf', 'b.DOCX: words of office', 'c.csv: Post;Montant\nToit;12,4'])
})

test('with little battery or where data is saved nothing is read; what is open anyway is taken', async () => {
  const { words, indexed, framed } = open({ isSparing: true })
  await words.read(file('a.pdf'), new Blob(['1']))
  await words.take(file('b.pdf'), 'open anyway')
  await words.take(file('empty.pdf'), '  \n')
  expect([framed, indexed]).toEqual([[], ['b.pdf: open anyway']])
})

test('a document that ends its reader holds up none after it', async () => {
  const indexed: string[] = []
  const words = openFileWords({
    index: async ({ name }) => void indexed.push(name),
    readInFrame: async (kind) => (kind === 'pdf' ? Promise.reject(new Error('ended')) : 'words'),
    isSparing: async () => false,
    idle: async () => undefined,
  })
  await Promise.all([words.read(file('bad.pdf'), new Blob(['1'])), words.read(file('good.odt'), new Blob(['1']))])
  expect(indexed).toEqual(['good.odt'])
})

test('plain text is read as it was written, within bounds; what is none is left', () => {
  const bytes = (...all: number[]) => new Uint8Array(all).buffer
  expect(plainText(new TextEncoder().encode('Élysée').buffer)).toBe('Élysée')
  expect(plainText(bytes(0xc9, 0x6c, 0x79, 0x73, 0xe9, 0x65))).toBe('Élysée')
  expect(plainText(bytes(0x4d, 0x5a, 0x00, 0x01))).toBeUndefined()
  expect(plainText(new TextEncoder().encode('é'.repeat(200_000)).buffer)).toHaveLength(60_000)
  expect(['a.pdf', 'A.XLSX', 'b.md', 'c', 'd.constructor', 'e.exe'].map(wordedKindOf)).toEqual(['pdf', 'office', 'plain', undefined, undefined, undefined])
})
