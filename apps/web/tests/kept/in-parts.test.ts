// Alice opens the messenger in hundreds of rooms: what was kept of them is worked through without holding her up.
import type { ISavedSync } from 'matrix-js-sdk/lib/store/index.js'
import { expect, test } from 'vitest'
import { workInParts } from '../../src/session/kept/in-parts.ts'

const PUSH_RULES = { type: 'm.push_rules', content: {} }

/** So many rooms as a browser has kept them, `!0` to the last. */
function kept(count: number): ISavedSync {
  const join = Object.fromEntries(Array.from({ length: count }, (_, at) => [`!${at}`, { name: at }]))
  return { nextBatch: 's1', roomsData: { join, invite: { '!new': {} }, leave: {}, knock: {} }, accountData: [PUSH_RULES] } as unknown as ISavedSync
}

/** Works through them on a machine that takes so long for each room; `broken`: a room that cannot be worked through. */
async function work(saved: ISavedSync, { first = [], roomMs, broken }: { first?: string[]; roomMs: number; broken?: string }) {
  const acts: string[] = []
  let nowMs = 0
  const left = await workInParts(saved, {
    first,
    now: () => nowMs,
    takeBreak: async () => void acts.push('a key'),
    async work(join, accountData) {
      nowMs += roomMs * Object.keys(join).length
      acts.push(...accountData.map(({ type }) => type), Object.keys(join).join(' '))
      if (broken !== undefined && broken in join) throw new Error('no such room')
    },
  })
  return { acts, left: Object.keys(left.roomsData.join), whole: left }
}

test('the room that was open comes first, each room comes once, and what Alice types goes between', async () => {
  const { acts, left, whole } = await work(kept(4), { first: ['!2', '!gone', '!0'], roomMs: 40 })
  expect(acts).toEqual(['m.push_rules', '!2', 'a key', '!0', 'a key', '!1', 'a key'])
  expect(left).toEqual(['!3'])
  expect(whole).toMatchObject({ nextBatch: 's1', accountData: [], roomsData: { invite: { '!new': {} } } })
})

test('a fast machine takes more of them at a time, within bounds', async () => {
  const { acts, left } = await work(kept(100), { roomMs: 1 })
  const sizes = acts.filter((act) => act.startsWith('!')).map((act) => act.split(' ').length)
  expect(sizes).toEqual([1, 20, 20, 20, 20])
  expect(left).toHaveLength(19)
  expect(new Set([...acts.filter((act) => act.startsWith('!')).flatMap((act) => act.split(' ')), ...left]).size).toBe(100)
})

test('a room that cannot be read is no reason to do without the others', async () => {
  const { acts, left } = await work(kept(4), { roomMs: 40, broken: '!1' })
  expect(acts.filter((act) => act.startsWith('!'))).toEqual(['!0', '!1', '!2'])
  expect(left).toEqual(['!3'])
})

test('of a single room, or none, nothing is done before the SDK does it', async () => {
  for (const count of [0, 1]) {
    const { acts, whole } = await work(kept(count), { roomMs: 40 })
    expect(acts).toEqual([])
    expect(whole).toEqual(kept(count))
  }
})
