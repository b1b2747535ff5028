// What of a room somebody could have read, from what was said of membership, doors and history.
import { describe, expect, test } from 'vitest'
import type { RoomPast } from './spans.ts'
import { firstInside, FOREVER, heldThroughout, joinSpans, previewsOf, reachOf, uniteReaches } from './spans.ts'

const window = { first: 100, last: 200 }
const held = (value: string, from = 0, to = FOREVER) => ({ value, from, to })
const room: RoomPast = { memberships: [], visibilities: [held('shared', 5)], doors: [], knocks: [], isFinder: true, sealed: [], isBlocked: false, isForgotten: false, shutUpTo: 0, limitedFrom: 0 }
const looks = (moments: number[], isNewcomer = false) => moments.map((moment) => ({ moment, isNewcomer }))
const nothing = { way: null, spans: [], states: [], isThere: false }
const readBy = (past: Partial<RoomPast>) => {
  const { way, spans } = reachOf({ ...room, ...past }, window)
  return { way, spans }
}

describe('somebody who', () => {
  test('was never there, and finds no open door, reads nothing', () => {
    expect(reachOf(room, window)).toEqual(nothing)
    expect(readBy({ doors: [{ first: 0, last: 99 }, { first: 201, last: 300 }] })).toEqual({ way: null, spans: [] })
  })

  test('is a member reads what was shared before, up to the end of the time that is asked about', () => {
    expect(reachOf({ ...room, memberships: [held('join', 50)] }, window)).toEqual({ way: 'member', spans: [{ from: 0, to: 200 }], states: looks([100, 200]), isThere: true })
  })

  test('left before goes on reading what came until then, their leaving too', () => {
    expect(reachOf({ ...room, memberships: [held('join', 20, 60), held('leave', 60)] }, window)).toEqual({ way: 'member', spans: [{ from: 0, to: 61 }], states: looks([61]), isThere: false })
  })

  test('left and has forgotten the room reads nothing', () => {
    expect(reachOf({ ...room, memberships: [held('join', 20, 60), held('leave', 60)], isForgotten: true }, window)).toEqual(nothing)
  })

  test('left during that time could have read what came until then', () => {
    expect(readBy({ memberships: [held('join', 20, 150), held('leave', 150)] })).toEqual({ way: 'member', spans: [{ from: 0, to: 151 }] })
  })

  test('finds the door open for a moment could have read all of it', () => {
    expect(readBy({ doors: [{ first: 150, last: 160 }] })).toEqual({ way: 'open', spans: [{ from: 0, to: 200 }] })
  })

  test('finds a door at a time in which nothing was said', () => {
    expect(reachOf({ ...room, doors: [{ first: 6, last: FOREVER }] }, { first: 100, last: 100 })).toEqual({ way: 'open', spans: [{ from: 0, to: 100 }], states: looks([100], true), isThere: true })
  })

  test('is kept out finds no door, open as it is', () => {
    const doors = [{ first: 6, last: FOREVER }]
    expect(readBy({ doors, memberships: [held('ban', 40)] })).toEqual({ way: null, spans: [] })
    expect(readBy({ doors, memberships: [held('ban', 40, 150), held('leave', 150)], visibilities: [held('joined', 5)] })).toEqual({ way: 'open', spans: [{ from: 0, to: 6 }, { from: 151, to: 200 }] })
    expect(readBy({ doors, isBlocked: true })).toEqual({ way: null, spans: [] })
  })

  test('finds the door open where history is for members only could have read what came from then on', () => {
    expect(readBy({ visibilities: [held('joined', 5)], doors: [{ first: 6, last: FOREVER }] })).toEqual({ way: 'open', spans: [{ from: 0, to: 6 }, { from: 100, to: 200 }] })
  })

  test('was invited could have come in', () => {
    expect(readBy({ memberships: [held('invite', 120)] })).toEqual({ way: 'invited', spans: [{ from: 0, to: 200 }] })
    expect(readBy({ memberships: [held('invite', 120)], visibilities: [held('joined', 5)] })).toEqual({ way: 'invited', spans: [{ from: 0, to: 6 }, { from: 121, to: 200 }] })
    expect(readBy({ memberships: [held('invite', 120)], isBlocked: true })).toEqual({ way: null, spans: [] })
    expect(readBy({ memberships: [held('invite', 120)], sealed: [{ from: 90, to: FOREVER }] })).toEqual({ way: null, spans: [] })
  })

  test('came in after an invitation reads from the invitation on, where history begins with it', () => {
    const past = { visibilities: [held('invited', 5)], memberships: [held('invite', 120, 130), held('join', 130)] }
    expect(readBy(past)).toEqual({ way: 'member', spans: [{ from: 0, to: 6 }, { from: 120, to: 200 }] })
  })

  test('was there goes on seeing what came then, whatever is said of history', () => {
    const past = { visibilities: [held('joined', 5, 40), held('shared', 40, 80), held('joined', 80)], memberships: [held('join', 10, 20), held('leave', 20)] }
    expect(readBy(past)).toEqual({ way: 'member', spans: [{ from: 0, to: 6 }, { from: 10, to: 21 }] })
  })

  test('meets a room that the whole world reads needs no door', () => {
    const past = { visibilities: [held('shared', 5, 40), held('world_readable', 40, 150), held('joined', 150)] }
    expect(readBy(past)).toEqual({ way: 'open', spans: [{ from: 40, to: 150 }] })
  })

  test('came after the time that is asked about does not count', () => {
    expect(readBy({ memberships: [held('join', 250)] })).toEqual({ way: null, spans: [] })
  })

  test('is in a room whose past is shut reads what came since, and its state', () => {
    expect(reachOf({ ...room, memberships: [held('join', 50)], shutUpTo: 120 }, window)).toEqual({ way: 'member', spans: [{ from: 121, to: 200 }], states: looks([100, 200]), isThere: true })
  })

  test('is on probation reads the last days only', () => {
    expect(readBy({ memberships: [held('join', 50)], limitedFrom: 90 })).toEqual({ way: 'member', spans: [{ from: 90, to: 200 }] })
  })
})

describe('what a room is called is seen', () => {
  const preview = (past: Partial<RoomPast>) => previewsOf({ ...room, ...past }, window)
  const always = [{ from: 0, to: FOREVER }]

  test('by whoever may knock, unless they were banned', () => {
    expect(preview({ knocks: [{ from: 90, to: 120 }] })).toEqual([{ first: 100, last: 120 }])
    expect(preview({ knocks: always, memberships: [held('ban', 0, 150)] })).toEqual([{ first: 151, last: 200 }])
    expect(preview({ knocks: always, memberships: [held('ban')] })).toEqual([])
    expect(readBy({ knocks: always })).toEqual({ way: null, spans: [] })
  })

  test('by whoever has knocked or was invited, also when the room is shut or blocked', () => {
    expect(preview({ memberships: [held('knock', 110, 130), held('leave', 130)] })).toEqual([{ first: 111, last: 130 }])
    expect(preview({ memberships: [held('invite', 110)], isBlocked: true, isFinder: false })).toEqual([{ first: 111, last: 200 }])
    expect(preview({ memberships: [held('leave', 10)] })).toEqual([])
  })

  test('through a door, open as it is where nobody comes in', () => {
    expect(preview({ doors: [{ first: 0, last: 120 }], isBlocked: true })).toEqual([{ first: 100, last: 120 }])
    expect(preview({ doors: [{ first: 0, last: 99 }] })).toEqual([])
  })

  test('by nobody from outside who finds only what was shown to them', () => {
    expect(preview({ knocks: always, doors: [], visibilities: [held('world_readable', 5)], isFinder: false })).toEqual([])
    expect(preview({ visibilities: [held('world_readable', 5)] })).toEqual([{ first: 100, last: 200 }])
  })
})

test('stretches that touch are one', () => {
  expect(joinSpans([{ from: 5, to: 9 }, { from: 1, to: 3 }, { from: 3, to: 4 }, { from: 8, to: 20 }])).toEqual([{ from: 1, to: 4 }, { from: 5, to: 20 }])
})

test('the first moment inside is that of a membership, of a door or of an invitation', () => {
  expect(firstInside(room, window)).toBeUndefined()
  expect(firstInside({ ...room, memberships: [held('join', 50)] }, window)).toBe(100)
  expect(firstInside({ ...room, memberships: [held('invite', 150)], doors: [{ first: 170, last: 180 }] }, window)).toBe(151)
})

test('what holds throughout has no gap', () => {
  expect(heldThroughout([{ from: 0, to: 120 }, { from: 120, to: FOREVER }], window)).toBe(true)
  expect(heldThroughout([{ from: 0, to: 120 }, { from: 121, to: FOREVER }], window)).toBe(false)
  expect(heldThroughout([], window)).toBe(false)
})

test('several windows make one', () => {
  const [early, late] = [
    reachOf({ ...room, memberships: [held('invite', 20)], limitedFrom: 90 }, { first: 100, last: 150 }),
    reachOf({ ...room, memberships: [held('invite', 20, 160), held('join', 160)] }, { first: 150, last: 200 }),
  ]
  expect(uniteReaches([early, late])).toEqual({ way: 'member', spans: [{ from: 0, to: 200 }], states: [...looks([100, 150], true), ...looks([161, 200]), ...looks([150, 200], true)], isThere: true })
})
