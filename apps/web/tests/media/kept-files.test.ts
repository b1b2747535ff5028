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
  expect([(await openKept(shelf).list()).map(({ id }) => id), [...shelf.bytes.kept.keys()]]).toEqual([['b'], ['b part 0']])
})

test('a film is kept in parts and comes back as it was; of one whose keeping was cut, nothing is left at the next opening', async () => {
  const shelf = openShelf()
  const bytes = Uint8Array.from({ length: 101 }, (_, at) => at)
  await openKept(shelf).keep(file('film', 101), { ...prepared(0), bytes: new Blob([bytes]) })
  expect([...shelf.bytes.kept].map(([name, part]) => `${name}: ${part.byteLength}`)).toEqual(['film part 0: 40', 'film part 1: 40', 'film part 2: 21'])
  shelf.bytes.kept.set('cut part 0', new ArrayBuffer(40))
  const after = openKept(shelf)
  expect(new Uint8Array((await (await after.read('film'))?.bytes.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes)
  expect([...shelf.bytes.kept.keys()].filter((name) => name.startsWith('cut'))).toEqual([])
  shelf.bytes.kept.delete('film part 1')
  expect(await after.read('film')).toBeUndefined()
  await after.drop('film')
  expect(shelf.bytes.kept.size).toBe(0)
})

test('what was kept before files were kept in parts is read as it is', async () => {
  const shelf = openShelf()
  await openKept(shelf).keep(file('old', 3), prepared(3))
  const note = JSON.parse(shelf.notes.kept.get('old') ?? '')
  delete note.parts
  shelf.notes.kept.set('old', JSON.stringify(note))
  shelf.bytes.kept.set('old', new Uint8Array(3).buffer)
  expect((await openKept(shelf).read('old'))?.bytes.size).toBe(3)
})

test('of what is too much for the room in the browser, a note is kept', async () => {
  const shelf = openShelf()
  const kept = openKept(shelf)
  expect(await kept.keep(file('large', 251), prepared(251))).toBe(false)
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
