// Random rooms that fork at random: whatever happened, the order of the inputs decides nothing, and each step does what
// the specification's definition says, read slowly.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findStateId, resolveState, ROOM_VERSIONS, StateResolutionError, stateEntries } from '../src/index.ts'
import type { JsonObject, RoomVersion, StateMap } from '../src/index.ts'
import { authDifference } from '../src/state/auth-difference.ts'
import { conflictedSubgraph } from '../src/state/conflicted-subgraph.ts'
import { sortByPower } from '../src/state/power-ordering.ts'
import { authClosure, authEventIds, startResolution } from '../src/state/resolution.ts'
import type { Resolution } from '../src/state/resolution.ts'
import { separateConflicts } from '../src/state/separate-conflicts.ts'
import { alice, bob, charlie, ella, tellStory, written } from './_story.ts'
import type { Branch, Story, StoryEvent } from './_story.ts'

const PEOPLE = [alice, bob, charlie, ella]

interface Step {
  branch: number
  forks: boolean
  action: number
  sender: string
  target: string
  level: number
  at: number
}

const person = fc.constantFrom(...PEOPLE)
const step: fc.Arbitrary<Step> = fc.record({
  branch: fc.nat(7),
  forks: fc.boolean(),
  action: fc.nat(6),
  sender: person,
  target: person,
  level: fc.constantFrom(0, 50, 100),
  at: fc.nat(12),
})
const versions = fc.constantFrom<RoomVersion[]>('1', '2', '6', '10', '11', '12')
const stories = fc.record({ version: versions, steps: fc.array(step, { minLength: 2, maxLength: 20 }) })

const JOIN_RULES: Record<number, string> = { 0: 'invite', 50: 'public', 100: 'knock' }

function eventOf({ action, sender, target, level, at }: Step, name: string): StoryEvent {
  const member = (membership: string, stateKey: string): StoryEvent =>
    ({ name, sender, type: 'm.room.member', stateKey, content: { membership }, at })
  const users: JsonObject = { [target]: level }
  switch (action) {
    case 0: return member('join', sender)
    case 1: return member('leave', target)
    case 2: return member('ban', target)
    case 3: return member('invite', target)
    case 4: return { name, sender, type: 'm.room.power_levels', content: { users: { ...users, [bob]: 50 } }, at }
    case 5: return { name, sender, type: 'm.room.join_rules', content: { join_rule: JOIN_RULES[level] ?? '' }, at }
    default: return { name, sender, type: 'm.room.topic', content: { topic: name }, at }
  }
}

/** Lets the story happen, allowed or not: a hostile server may send anything. */
function play(version: RoomVersion, steps: readonly Step[]): { story: Story; branches: Branch[] } {
  const story = tellStory(version)
  const branches: Branch[] = [story.start]
  for (const [index, next] of steps.entries()) {
    const at = next.branch % branches.length
    const longer = (branches[at] ?? story.start).send(eventOf(next, `event ${index}`))
    if (next.forks) branches.push(longer)
    else branches[at] = longer
  }
  return { story, branches }
}

function shuffledMap(state: StateMap, seed: number): StateMap {
  const turn = <T>(items: T[]): T[] =>
    seed % 2 === 0 ? items.toReversed() : [...items.slice(seed), ...items.slice(0, seed)]
  return new Map(turn([...state].map(([type, byKey]) => [type, new Map(turn([...byKey]))] as const)))
}

const statesOf = (branches: readonly Branch[]): StateMap[] => branches.map(({ state }) => state)

test('the order of states and of their entries never changes the result', () => {
  let conflicts = 0
  fc.assert(fc.property(stories, fc.infiniteStream(fc.nat(50)), ({ version, steps }, numbers) => {
    const { story, branches } = play(version, steps)
    const states = statesOf(branches)
    const resolved = written(resolveState(ROOM_VERSIONS[version], states, story.source))
    const next = (): number => numbers.next().value
    const keyed = states.map((state) => ({ state: shuffledMap(state, next()), key: next() }))
    const shuffled = keyed.toSorted((left, right) => left.key - right.key).map(({ state }) => state)
    expect(written(resolveState(ROOM_VERSIONS[version], shuffled, story.source))).toEqual(resolved)
    if (new Set(states.map((state) => written(state).join())).size > 1) conflicts += 1
  }), { numRuns: 600 })
  expect(conflicts).toBeGreaterThan(200)
})

test('what all states agree on stays, and nothing comes from nowhere', () => {
  fc.assert(fc.property(stories, ({ version, steps }) => {
    const { story, branches } = play(version, steps)
    const states = statesOf(branches)
    const resolved = resolveState(ROOM_VERSIONS[version], states, story.source)
    for (const { type, stateKey, eventId } of stateEntries(separateConflicts(states).unconflicted)) {
      expect(findStateId(resolved, type, stateKey)).toBe(eventId)
    }
    for (const { type, stateKey, eventId } of stateEntries(resolved)) {
      expect(story.events.get(eventId)).toMatchObject({ type, state_key: stateKey })
    }
    const again = resolveState(ROOM_VERSIONS[version], [resolved, new Map(resolved)], story.source)
    expect(written(again)).toEqual(written(resolved))
  }), { numRuns: 300 })
})

test('where events are missing, nothing but the one error is thrown', () => {
  let failures = 0
  fc.assert(fc.property(stories, fc.array(fc.nat(25), { maxLength: 6 }), ({ version, steps }, lost) => {
    const { story, branches } = play(version, steps)
    const ids = [...story.events.keys()]
    for (const index of lost) story.events.delete(ids[index % ids.length] ?? '')
    try {
      resolveState(ROOM_VERSIONS[version], statesOf(branches), story.source)
    } catch (error) {
      failures += 1
      expect(error).toBeInstanceOf(StateResolutionError)
    }
  }), { numRuns: 300 })
  expect(failures).toBeGreaterThan(20)
})

describe('each step agrees with its definition', () => {
  function setUp(version: RoomVersion, steps: readonly Step[]): { resolution: Resolution; states: StateMap[] } {
    const { story, branches } = play(version, steps)
    return { resolution: startResolution(ROOM_VERSIONS[version], story.source), states: statesOf(branches) }
  }

  test('the auth difference is the union of the auth chains without their intersection', () => {
    fc.assert(fc.property(stories, ({ version, steps }) => {
      const { resolution, states } = setUp(version, steps)
      const idsOf = (state: StateMap): string[] => [...stateEntries(state)].map(({ eventId }) => eventId)
      const chains = states.map((state) => authClosure(resolution, idsOf(state)))
      const union = [...new Set(chains.flatMap((chain) => [...chain]))]
      const slow = union.filter((id) => !chains.every((chain) => chain.has(id)))
      expect([...authDifference(resolution, separateConflicts(states))].toSorted()).toEqual(slow.toSorted())
    }), { numRuns: 300 })
  })

  test('the conflicted subgraph is what lies on paths between conflicted events', () => {
    fc.assert(fc.property(stories, ({ version, steps }) => {
      const { resolution, states } = setUp(version, steps)
      const conflicted = new Set(separateConflicts(states).conflicted.flatMap((ids) => [...ids]))
      const chainOf = (id: string): Set<string> => authClosure(resolution, [id])
      const chains = new Map([...authClosure(resolution, conflicted)].map((id) => [id, chainOf(id)]))
      const slow = [...chains.keys()].filter((id) =>
        [...conflicted].some((from) => chains.get(from)?.has(id)) &&
        [...conflicted].some((to) => chains.get(id)?.has(to)))
      expect([...conflictedSubgraph(resolution, conflicted)].toSorted()).toEqual(slow.toSorted())
    }), { numRuns: 200 })
  })

  test('power ordering puts authority first, and of what is free the smallest', () => {
    fc.assert(fc.property(stories, ({ version, steps }) => {
      const { resolution, states } = setUp(version, steps)
      const ids = new Set(states.flatMap((state) => [...stateEntries(state)].map(({ eventId }) => eventId)))
      const sorted = sortByPower(resolution, ids)
      expect(sorted.toSorted()).toEqual([...ids].toSorted())
      const parentsOf = (id: string): string[] =>
        authEventIds(resolution.rules, resolution.getEvent(id)).filter((parent) => ids.has(parent))
      for (const [index, id] of sorted.entries()) {
        for (const parent of parentsOf(id)) expect(sorted.indexOf(parent)).toBeLessThan(index)
        // Whatever else was free at this point comes later in the comparison: sorted alone with it, it is second.
        const done = new Set(sorted.slice(0, index))
        const free = sorted.slice(index + 1).filter((other) => parentsOf(other).every((parent) => done.has(parent)))
        for (const other of free) expect(sortByPower(resolution, new Set([other, id]))).toEqual([id, other])
      }
    }), { numRuns: 150 })
  })
})
