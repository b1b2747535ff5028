// Files that wait to be sent, over reloads, within bounds.
import { expect, test } from 'vitest'
import type { Prepared } from '../../src/session/media/prepare.ts'
import type { KeptFile } from '../../src/session/media/kept-files.ts'
import { openKept, openShelf } from './_kept.ts'

const prepared = (size: number, more: Partial<Prepared> = {}): Prepared => ({ bytes: new Blob([new Uint8Array(size).fill(7)], { type: 'image/png' }), media: 'image', type: 'image/png', width: 4, height: 3, keepsMetadata: false, ...more })
const file = (id: string, bytes: number, addedMs = 0): Omit<KeptFile, 'isWhole'> => ({ id, to: { roomId: '!a', threadId: undefined }, name: `${id}.png`, caption: '', stage: 'laidOut', bytes, media: 'image', keepsMetadata: false, voice: undefined, addedMs })

test('what Alice laid out is there after a reload: its bytes, its picture, what she wrote, where it was', async () => {
  const shelf = openShelf()
  const before = openKept(shelf)
  const preview = { bytes: new Blob(['small'], { type: 'image/jpeg' }), width: 2, height: 1 }
  expect(await before.keep(file('b', 10, 2), prepared(10))).toBe(true)
  expect(await before.keep(file('a', 20, 1), prepared(20, { preview, blurhash: 'LEHV6n' }))).toBe(true)
  await before.change('a', { caption: 'the site', stage: 'sending' })
  const after = openKept(shelf)
  expect((await after.list()).map(({ id, caption, stage, isWhole }) => [id, caption, stage, isWhole])).toEqual([['a', 'the site', 'sending', true], ['b', '', 'laidOut', true]])
  const read = await after.read('a')
  expect(read).toMatchObject({ media: 'image', type: 'image/png', width: 4, height: 3, blurhash: 'LEHV6n', preview: { width: 2, height: 1 } })
  expect([read?.bytes.size, read?.bytes.type, await read?.preview?.bytes.text(), await (await after.readPreview('a'))?.text()]).toEqual([20, 'image/png', 'small', 'small'])
  await after.drop('a')
  expect([(await openKept(shelf).list()).map(({ id }) => id), [...shelf.bytes.kept.keys()]]).toEqual([['b'], ['b']])
})

test('of what is too large, too much, or has no room in the browser, a note is kept', async () => {
  const shelf = openShelf()
  const kept = openKept(shelf)
  expect(await kept.keep(file('large', 101), prepared(101))).toBe(false)
  expect([await kept.keep(file('one', 100), prepared(100)), await kept.keep(file('two', 100), prepared(100)), await kept.keep(file('three', 100), prepared(100))]).toEqual([true, true, false])
  shelf.bytes.isFull = true
  expect(await kept.keep(file('four', 1), prepared(1))).toBe(false)
  shelf.bytes.isFull = false
  await kept.drop('one')
  expect(await kept.keep(file('five', 100), prepared(100))).toBe(true)
  const after = openKept(shelf)
  expect((await after.list()).map(({ id, isWhole }) => `${id} ${isWhole}`).toSorted()).toEqual(['five true', 'four false', 'large false', 'three false', 'two true'])
  expect([await after.read('large'), await after.read('nothing'), await after.readPreview('two')]).toEqual([undefined, undefined, undefined])
})

test('signing out leaves nothing', async () => {
  const shelf = openShelf()
  const kept = openKept(shelf)
  await kept.keep(file('a', 1), prepared(1))
  await kept.forget()
  expect([await openKept(shelf).list(), shelf.bytes.kept.size]).toEqual([[], 0])
})
