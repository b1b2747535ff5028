// The comparison finds what a report leaves out, and what it makes up.
import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import type { ReportedThings } from './compare.ts'
import { noTruth, noteAnswer, noteFile } from './truth.ts'

const SELF = '@exercise:x'
const events = (delivered: number) => ({ delivered, ciphertextOnly: 0, keysReachable: 0, unknown: 0, reachable: 0, state: 0, total: 9 })

function shown() {
  const truth = noTruth()
  const said = (id: string, sender: string) => ({ event_id: id, type: 'm.room.message', sender, content: { body: 'soup' } })
  noteAnswer(truth, Buffer.from(JSON.stringify({ chunk: [said('$one', '@alice:x'), said('$two', '@bob:x')] })), '!soup:x')
  noteAnswer(truth, Buffer.from(JSON.stringify({
    rooms: {
      join: { '!soup:x': { timeline: { events: [said('$two', '@bob:x')] }, account_data: { events: [{ type: 'm.tag', content: {} }] } } },
      invite: { '!tea:x': { invite_state: { events: [{ type: 'm.room.member', state_key: SELF, sender: '@carol:x', content: { membership: 'invite' } }] } } },
    },
    presence: { events: [{ type: 'm.presence', sender: '@nobody:x', content: {} }] },
  })))
  noteFile(truth, 'mxc://x/plan', 700)
  noteFile(truth, 'mxc://x/plan', 20)
  return truth
}

const REPORT: ReportedThings = {
  rooms: [
    { roomId: '!soup:x', name: 'Soup', events: events(2), isListed: false },
    { roomId: '!tea:x', name: 'Tea', events: events(0), isListed: true },
    { roomId: '!never:x', name: 'Never read', events: events(0), isListed: false },
  ],
  files: [{ mxc: 'mxc://x/plan', name: 'plan', bytes: 700, class: 'delivered' }, { mxc: 'mxc://x/other', name: 'other', bytes: 5, class: 'reachable' }],
  people: ['@alice:x', '@bob:x', '@carol:x', SELF].map((userId) => ({ userId, displayName: null, class: 'delivered' as const })),
}

test('a report that says what was shown is exact, event for event, whatever came twice and whatever could have been read', () => {
  const { verdict, things } = compare(shown(), REPORT, SELF)
  expect(verdict).toBe('exact')
  expect(things.map(({ id, shown: arrived, reported }) => [id, arrived, reported])).toEqual([
    ['!soup:x', 2, 2], ['!tea:x', 0, 0], ['mxc://x/plan', 700, 700], ['@alice:x', 1, 1], ['@bob:x', 1, 1], ['@carol:x', 1, 1],
  ])
})

test.each([
  ['a message', '!soup:x', { rooms: [{ roomId: '!soup:x', name: 'Soup', events: events(1), isListed: false }, REPORT.rooms[1]] }],
  ['a room that was listed', '!tea:x', { rooms: [REPORT.rooms[0]] }],
  ['part of a file', 'mxc://x/plan', { files: [{ mxc: 'mxc://x/plan', name: 'plan', bytes: 699, class: 'delivered' }] }],
  ['a person', '@bob:x', { people: REPORT.people.filter(({ userId }) => userId !== '@bob:x') }],
] as [string, string, Partial<ReportedThings>][])('a report that leaves out %s misses it', (_, id, less) => {
  const { verdict, things } = compare(shown(), { ...REPORT, ...less }, SELF)
  expect(verdict).toBe('missing')
  expect(things.filter((each) => each.verdict !== 'exact').map((each) => [each.id, each.verdict])).toEqual([[id, 'missing']])
})

test('a false truth is found as well: what the report names and nobody was shown is more', () => {
  const truth = shown()
  truth.rooms['!soup:x']?.events.pop()
  delete truth.files['mxc://x/plan']
  const { verdict, things } = compare(truth, REPORT, SELF)
  expect(verdict).toBe('more')
  expect(things.filter((each) => each.verdict === 'more').map(({ id }) => id)).toEqual(['!soup:x', 'mxc://x/plan'])
  truth.people.push('@mallory:x')
  expect(compare(truth, REPORT, SELF).verdict).toBe('missing')
})
