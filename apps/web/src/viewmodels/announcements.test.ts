// Which announcement stands in front, which beside, and what happens when the server does not answer.
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Announcement } from './announcements.ts'
import { createAnnouncements } from './announcements.ts'

const make = (id: number, mustAcknowledge: boolean): Announcement => ({
  id,
  severity: 'warning',
  title: { fr: `Titre ${id}`, en: `Title ${id}` },
  body: { fr: '', en: '' },
  mustAcknowledge,
  deadlineMs: undefined,
})

test('one that has to be acknowledged stands in front, until it is; two of the others beside', async () => {
  const open = createStore<readonly Announcement[]>(() => [make(1, false), make(2, true), make(3, true), make(4, false), make(5, false)])
  const model = createAnnouncements({ open, acknowledge: async (id) => open.setState(open.getState().filter((each) => each.id !== id), true) })
  const seen = () => [model.state.getState().front?.id, ...model.state.getState().beside.map(({ id }) => id)]
  expect(seen()).toEqual([2, 1, 4])
  await model.acknowledge(2)
  expect(seen()).toEqual([3, 1, 4])
  await model.acknowledge(3)
  await model.acknowledge(1)
  expect(seen()).toEqual([undefined, 4, 5])
})

test('where the server does not answer the card stays, and says so until the next try', async () => {
  const open = createStore<readonly Announcement[]>(() => [make(1, true)])
  let isDown = true
  const acknowledge = async (): Promise<void> => {
    if (isDown) throw new Error('no answer')
    open.setState([], true)
  }
  const model = createAnnouncements({ open, acknowledge })
  await model.acknowledge(1)
  expect(model.state.getState()).toMatchObject({ front: { id: 1 }, hasFailed: true })
  isDown = false
  await model.acknowledge(1)
  expect(model.state.getState()).toEqual({ front: undefined, beside: [], hasFailed: false })
})
