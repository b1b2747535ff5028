// What of a room somebody could have read, from what was said of membership, doors and history.
import { describe, expect, test } from 'vitest'
import { FOREVER, joinSpans, reachOf } from './spans.ts'

const window = { from: 100, to: 200 }
const always = { from: 0, to: FOREVER }
const held = (value: string, from = 0, to = FOREVER) => ({ value, from, to })
const room = { memberships: [], visibilities: [held('shared', 5)], openings: [] }

describe('somebody who', () => {
  test('was never there, and finds no open door, reads nothing', () => {
    expect(reachOf(room, window)).toEqual({ way: null, spans: [] })
    expect(reachOf({ ...room, openings: [{ from: 0, to: 100 }, { from: 200, to: 300 }] }, window)).toEqual({ way: null, spans: [] })
  })

  test('is a member reads what was shared before, up to the end of the time that is asked about', () => {
    expect(reachOf({ ...room, memberships: [held('join', 50)] }, window)).toEqual({ way: 'member', spans: [{ from: 0, to: 200 }] })
  })

  test('left before goes on reading what came until then', () => {
    expect(reachOf({ ...room, memberships: [held('join', 20, 60), held('leave', 60)] }, window)).toEqual({ way: 'member', spans: [{ from: 0, to: 60 }] })
  })

  test('finds the door open for a moment could have read all of it', () => {
    expect(reachOf({ ...room, openings: [{ from: 150, to: 160 }] }, window)).toEqual({ way: 'open', spans: [{ from: 0, to: 200 }] })
  })

  test('finds the door open where history is for members only could have read what came from then on', () => {
    const joinedOnly = { ...room, visibilities: [held('joined', 5)], openings: [always] }
    expect(reachOf(joinedOnly, window)).toEqual({ way: 'open', spans: [{ from: 0, to: 6 }, { from: 100, to: 200 }] })
  })

  test('was only invited reads nothing of it', () => {
    expect(reachOf({ ...room, memberships: [held('invite', 120)] }, window)).toEqual({ way: 'invited', spans: [] })
  })

  test('came in after an invitation reads from the invitation on, where history begins with it', () => {
    const past = { ...room, visibilities: [held('invited', 5)], memberships: [held('invite', 120, 130), held('join', 130)] }
    expect(reachOf(past, window)).toEqual({ way: 'member', spans: [{ from: 0, to: 6 }, { from: 120, to: 200 }] })
  })

  test('meets a room that the whole world reads needs no door', () => {
    const past = { ...room, visibilities: [held('shared', 5, 40), held('world_readable', 40, 150), held('joined', 150)] }
    expect(reachOf(past, window)).toEqual({ way: 'open', spans: [{ from: 40, to: 150 }] })
  })

  test('came after the time that is asked about does not count', () => {
    expect(reachOf({ ...room, memberships: [held('join', 250)] }, window)).toEqual({ way: null, spans: [] })
  })
})

test('stretches that touch are one', () => {
  expect(joinSpans([{ from: 5, to: 9 }, { from: 1, to: 3 }, { from: 3, to: 4 }, { from: 8, to: 20 }])).toEqual([{ from: 1, to: 4 }, { from: 5, to: 20 }])
})
