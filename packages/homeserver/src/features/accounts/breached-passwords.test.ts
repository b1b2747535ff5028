// Which passwords are in a file of breached ones.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assertBreachedPasswords, openBreachedPasswords } from './breached-passwords.ts'

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'chappe-breached-'))))
afterAll(async () => rm(folder, { recursive: true }))

const hash = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase()
const words = Array.from({ length: 500 }, (_, index) => `password ${index}`)

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

test.each([
  ['with counts, as it is fetched', (line: string, index: number) => `${line}:${index * 37}`, '\r\n'],
  ['the hashes alone', (line: string) => line, '\n'],
  ['in small letters', (line: string) => line.toLowerCase(), '\n'],
])('every one of them is found, and no other: %s', async (name, dress, feed) => {
  const text = words.map(hash).toSorted().map(dress).join(feed)
  for (const path of [await fileOf(name, `${text}${feed}`), await fileOf(`${name} without an end`, text)]) {
    await assertBreachedPasswords(path)
    const isBreached = openBreachedPasswords(path)
    for (const word of words) expect(await isBreached(word), word).toBe(true)
    for (let index = 0; index < 200; index += 1) expect(await isBreached(`another ${index}`)).toBe(false)
  }
})

test('a file of one line, and none', async () => {
  const isBreached = openBreachedPasswords(await fileOf('one', hash('hunter2')))
  expect([await isBreached('hunter2'), await isBreached('hunter3')]).toEqual([true, false])
  expect(await openBreachedPasswords(await fileOf('empty', ''))('hunter2')).toBe(false)
})

test('what is no such file is refused when the server starts', async () => {
  const [one = '', other = ''] = [hash('a'), hash('b')].toSorted()
  for (const [name, text] of [['nothing', ''], ['words', 'hunter2\nhunter3\n'], ['the wrong way round', `${other}\n${one}\n`], ['too long', `${one}AB\n`]] as const) {
    await expect(assertBreachedPasswords(await fileOf(name, text))).rejects.toThrow('does not hold SHA-1 hashes')
  }
  await expect(assertBreachedPasswords(join(folder, 'nowhere'))).rejects.toThrow('cannot be read')
})
