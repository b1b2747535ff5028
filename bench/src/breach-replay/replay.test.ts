// The breach at a thousandth of its size: everything that left the server is in the record, and the report is exact.

import { expect, test } from 'vitest'
import { startChappe } from '../targets/chappe.ts'
import { runReplay } from './main.ts'

test('Mallory takes one account and everything it can reach: the report says exactly what left', { timeout: 5 * 60_000 }, async () => {
  await using target = await startChappe({ name: 'chappe', folder: undefined, args: [] })
  const { raids, sizes, isWhole } = await runReplay(target, { scale: 0.001, say: () => undefined })
  expect(raids.map(({ manner }) => manner)).toEqual(['fast', 'slow', 'many addresses', 'cut off'])
  const cut = raids.at(-1)
  expect(cut?.loot.isCutOff).toBe(true)
  // What was on its way when the account was contained is on record and has not left.
  for (const each of [cut?.intruder.events, cut?.intruder.people, cut?.intruder.rooms]) expect(each?.missed).toEqual([])
  for (const { loot, intruder, owner, totals } of raids.slice(0, -1)) {
    expect(loot).toMatchObject({ rooms: sizes.rooms, files: sizes.files, fileBytes: sizes.fileBytes, isCutOff: false })
    expect(loot.events).toBeGreaterThan(sizes.messages)
    for (const { events, people, files, rooms } of [intruder, owner]) {
      for (const { missed, besides } of [events, people, files, rooms]) expect({ missed, besides }).toEqual({ missed: [], besides: 0 })
    }
    expect(intruder).toMatchObject({ isSumExact: true, filesShort: 0 })
    // The owner has read some of the rooms meanwhile, and none of it is counted as the intruder's.
    expect(owner.events.left).toBeLessThan(intruder.events.left)
    expect(totals).toMatchObject({ sessions: 1, files: sizes.files, events_unknown: 0 })
  }
  expect(isWhole).toBe(true)
})
