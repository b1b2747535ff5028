import { describe, expect, test } from 'vitest'
import { resolveState, ROOM_VERSIONS, StateResolutionError } from '../src/index.ts'
import type { RoomVersion, StateMap } from '../src/index.ts'
import { alice, bob, charlie, ella, nameAt, tellStory, written } from './_story.ts'
import type { Branch, Story } from './_story.ts'

const V2: readonly RoomVersion[] = ['2', '6', '10', '11', '12']

function ban(branch: Branch, name: string, sender: string, target: string): Branch {
  return branch.send({ name, sender, type: 'm.room.member', stateKey: target, content: { membership: 'ban' } })
}

function kick(branch: Branch, name: string, sender: string, target: string): Branch {
  return branch.send({ name, sender, type: 'm.room.member', stateKey: target, content: { membership: 'leave' } })
}

function topic(branch: Branch, name: string, sender: string): Branch {
  return branch.send({ name, sender, type: 'm.room.topic', content: { topic: name } })
}

function expectBothOrders(story: Story, left: Branch, right: Branch): StateMap {
  const state = story.resolve(left, right)
  expect(written(story.resolve(right, left))).toEqual(written(state))
  return state
}

describe.each(V2)('in a room of version %s', (version) => {
  test('Alice bans Bob while Bob makes Ella a moderator: the ban wins, and Ella stays what she was', () => {
    const story = tellStory(version)
    const common = story.start.join(ella)
    const banned = ban(common, 'ban of bob', alice, bob)
    const users = ROOM_VERSIONS[version].privilegedCreators ? {} : { [alice]: 100 }
    const promoted = common.send({
      name: 'power for ella', sender: bob, type: 'm.room.power_levels',
      content: { users: { ...users, [bob]: 50, [ella]: 50 } },
    })
    const state = expectBothOrders(story, banned, promoted)
    expect(nameAt(state, 'm.room.member', bob)).toBe('ban of bob')
    expect(nameAt(state, 'm.room.power_levels')).toBe('power')
  })

  test('Alice kicks Bob while he changes the topic: his topic goes with him', () => {
    const story = tellStory(version)
    const common = topic(story.start, 'topic by alice', alice)
    const state = expectBothOrders(story, kick(common, 'kick of bob', alice, bob), topic(common, 'topic by bob', bob))
    expect(nameAt(state, 'm.room.member', bob)).toBe('kick of bob')
    expect(nameAt(state, 'm.room.topic')).toBe('topic by alice')
  })

  test('Alice takes the power for topics away while Bob uses it: the topic rests on the older levels and falls', () => {
    const story = tellStory(version)
    const users = ROOM_VERSIONS[version].privilegedCreators ? { [bob]: 50 } : { [alice]: 100, [bob]: 50 }
    const stricter = story.start.send({
      name: 'stricter', sender: alice, type: 'm.room.power_levels', content: { users, events: { 'm.room.topic': 75 } },
    })
    const state = expectBothOrders(story, stricter, topic(story.start, 'topic by bob', bob))
    expect(nameAt(state, 'm.room.power_levels')).toBe('stricter')
    expect(nameAt(state, 'm.room.topic')).toBeUndefined()
  })

  test('Charlie and Ella join on two servers at once: both are in', () => {
    const story = tellStory(version)
    const state = expectBothOrders(story, story.start.join(charlie), story.start.join(ella))
    expect(nameAt(state, 'm.room.member', charlie)).toBe('charlie joins')
    expect(nameAt(state, 'm.room.member', ella)).toBe('ella joins')
  })

  test('Alice closes the room while Ella joins: the door was closed first', () => {
    const story = tellStory(version)
    const closed = story.start.send({
      name: 'invite only', sender: alice, type: 'm.room.join_rules', content: { join_rule: 'invite' },
    })
    const state = expectBothOrders(story, closed, story.start.join(ella))
    expect(nameAt(state, 'm.room.join_rules')).toBe('invite only')
    expect(nameAt(state, 'm.room.member', ella)).toBeUndefined()
  })

  test('two topics on the same levels: the later one stays, and of two at once the one with the greater id', () => {
    const story = tellStory(version)
    const first = story.start.send({ name: 'z', sender: alice, type: 'm.room.topic', at: 50 })
    const second = story.start.send({ name: 'b', sender: bob, type: 'm.room.topic', at: 60 })
    const third = story.start.send({ name: 'c', sender: bob, type: 'm.room.topic', at: 60 })
    expect(nameAt(expectBothOrders(story, first, second), 'm.room.topic')).toBe('b')
    expect(nameAt(expectBothOrders(story, second, third), 'm.room.topic')).toBe('c')
  })

  test('a topic on newer levels stands over a later one on older levels', () => {
    const story = tellStory(version)
    const users = ROOM_VERSIONS[version].privilegedCreators ? { [bob]: 60 } : { [alice]: 100, [bob]: 60 }
    const newer = story.start.send({
      name: 'power again', sender: alice, type: 'm.room.power_levels', content: { users },
    })
    const left = topic(newer, 'topic by alice', alice)
    const right = story.start.send({ name: 'topic by bob', sender: bob, type: 'm.room.topic', at: 9000 })
    expect(nameAt(expectBothOrders(story, left, right), 'm.room.topic')).toBe('topic by alice')
  })

  test('an event that is missing is named', () => {
    const story = tellStory(version)
    const left = topic(story.start, 'topic by alice', alice)
    const right = topic(story.start, 'topic by bob', bob)
    story.events.delete('$power')
    expect(() => story.resolve(left, right)).toThrow(new StateResolutionError('missing_event', '$power'))
  })

  test('no state, one state and equal states need no events at all', () => {
    const rules = ROOM_VERSIONS[version]
    const { start, source } = tellStory(version)
    const none = { ...source, getEvent: () => undefined }
    expect(written(resolveState(rules, [], none))).toEqual([])
    expect(resolveState(rules, [start.state], none)).toBe(start.state)
    const copy = new Map([...start.state].toReversed())
    expect(written(resolveState(rules, [start.state, copy], none))).toEqual(written(start.state))
  })
})

// MSC4297: a server that came back from an old state forked the room. Alice, who made it, had left in the meantime.
describe('Alice leaves, and two servers disagree about what came before', () => {
  function disagreement(version: RoomVersion): string[] {
    const story = tellStory(version)
    const withCharlie = story.start.join(charlie)
    const closed = withCharlie.send({
      name: 'invite only', sender: alice, type: 'm.room.join_rules', content: { join_rule: 'invite' },
    })
    const left = closed.send({
      name: 'alice leaves', sender: alice, type: 'm.room.member', stateKey: alice, content: { membership: 'leave' },
    })
    const bobChanges = left.send({
      name: 'bob as robert', sender: bob, type: 'm.room.member', stateKey: bob,
      content: { membership: 'join', displayname: 'Robert' },
    })
    const charlieChanges = left.send({
      name: 'charlie as charles', sender: charlie, type: 'm.room.member', stateKey: charlie,
      content: { membership: 'join', displayname: 'Charles' },
    })
    // Charlie's server has lost the newer join rules on the way: its state has the older ones.
    const stale = new Map(charlieChanges.state)
    stale.set('m.room.join_rules', new Map([['', '$public']]))
    return written(story.resolve(bobChanges, { ...charlieChanges, state: stale }))
  }

  test('in version 11 the room loses its join rules, since Alice is judged as one who has left', () => {
    const state = disagreement('11')
    expect(state).toContain(`m.room.member ${alice} $alice leaves`)
    expect(state.filter((line) => line.startsWith('m.room.join_rules'))).toEqual([])
  })

  test('in version 12 it does not: events are judged by what they rest on', () => {
    const state = disagreement('12')
    expect(state).toContain('m.room.join_rules  $invite only')
    expect(state).toContain(`m.room.member ${alice} $alice leaves`)
    expect(state).toContain(`m.room.member ${bob} $bob as robert`)
    expect(state).toContain(`m.room.member ${charlie} $charlie as charles`)
  })
})

// MSC4297 again: what lies between two conflicted events is needed to judge the newer one.
describe('Charlie has power from Alice and uses it, and one server remembers only the levels before', () => {
  function levelsIn(version: RoomVersion): string | undefined {
    const story = tellStory(version)
    const alicesOwn = ROOM_VERSIONS[version].privilegedCreators ? {} : { [alice]: 100 }
    const levels = (branch: Branch, name: string, sender: string, kickLevel: number): Branch =>
      branch.send({
        name, sender, type: 'm.room.power_levels',
        content: { users: { ...alicesOwn, [bob]: 50, [charlie]: 50 }, kick: kickLevel },
      })
    const empowered = levels(story.start.join(charlie), 'power for charlie', alice, 50)
    // Ella's join rests on the levels that gave Charlie his power, and every server has it.
    const current = levels(empowered.join(ella), 'power by charlie', charlie, 40)
    const stale = new Map(current.state)
    stale.set('m.room.power_levels', new Map([['', '$power']]))
    return nameAt(expectBothOrders(story, current, { ...current, state: stale }), 'm.room.power_levels')
  }

  test('in version 11 the levels fall back, since nothing says where Charlie had his power from', () => {
    expect(levelsIn('11')).toBe('power')
  })

  test('in version 12 the levels between are judged again as well, and the newest stand', () => {
    expect(levelsIn('12')).toBe('power by charlie')
  })
})

test('a rejected event authorizes nothing', () => {
  const told = (rejected: ReadonlySet<string>): string | undefined => {
    const story = tellStory('12', rejected)
    const state = story.resolve(topic(story.start.join(ella), 'topic by bob', bob), topic(story.start, 'topic', alice))
    return nameAt(state, 'm.room.member', ella)
  }
  expect(told(new Set())).toBe('ella joins')
  expect(told(new Set(['$public']))).toBeUndefined()
})

describe('in a room of version 1', () => {
  test('Alice bans Bob while he changes the topic: the ban is deeper and allowed, the topic is not', () => {
    const story = tellStory('1')
    const common = topic(story.start, 'topic by alice', alice)
    const state = expectBothOrders(story, ban(common, 'ban of bob', alice, bob), topic(common, 'topic by bob', bob))
    expect(nameAt(state, 'm.room.member', bob)).toBe('ban of bob')
    // Neither the deepest topic by Bob nor anything else of his passes; Alice's does.
    expect(nameAt(state, 'm.room.topic')).toBe('topic by alice')
  })

  test('the deeper topic stays, and of two at one depth the one with the lower SHA-1', () => {
    const story = tellStory('1')
    const left = topic(story.start, 'x', alice)
    const right = topic(story.start, 'y', bob)
    const deep = topic(left, 'deep', alice)
    expect(nameAt(expectBothOrders(story, deep, right), 'm.room.topic')).toBe('deep')
    // sha1("$x") begins with 36fb, sha1("$y") with 4829.
    expect(nameAt(expectBothOrders(story, left, right), 'm.room.topic')).toBe('x')
  })

  test('a chain of power levels is followed until one is not allowed', () => {
    const story = tellStory('1')
    const levels = (name: string, sender: string, users: Record<string, number>, branch: Branch): Branch =>
      branch.send({ name, sender, type: 'm.room.power_levels', content: { users } })
    const byAlice = levels('bob is out of power', alice, { [alice]: 100 }, story.start)
    const byBob = levels('bob again', bob, { [alice]: 100, [bob]: 50, [ella]: 50 }, story.start.join(ella))
    expect(nameAt(expectBothOrders(story, byAlice, byBob), 'm.room.power_levels')).toBe('bob is out of power')
  })

  test('what one state alone has is no conflict', () => {
    const story = tellStory('1')
    const banned = ban(story.start, 'ban of bob', alice, bob)
    const state = expectBothOrders(story, topic(story.start, 'topic by bob', bob), banned)
    expect(nameAt(state, 'm.room.topic')).toBe('topic by bob')
  })
})

test('events that authorize each other are named, not walked for ever', () => {
  const story = tellStory('2')
  const left = kick(story.start.join(ella), 'kick of ella', alice, ella)
  const right = ban(story.start, 'ban of ella', alice, ella)
  const one = story.events.get('$kick of ella')
  const two = story.events.get('$ban of ella')
  if (one === undefined || two === undefined) throw new Error('The story lost its events')
  one.auth_events = [...(one.auth_events ?? []), '$ban of ella']
  two.auth_events = [...(two.auth_events ?? []), '$kick of ella']
  expect(() => story.resolve(left, right)).toThrow(StateResolutionError)
})
