// The scenarios of ../shared/vectors/state-resolution, read in place.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildStateMap, resolveState, ROOM_VERSIONS, stateEntries } from '../src/index.ts'
import type { ResolutionEvent, ResolutionSource, RoomVersionRules, StateMap } from '../src/index.ts'
import { nodeCrypto } from './node-crypto.ts'
import { written } from './_story.ts'

const shared = process.env.CHAPPE_SHARED ?? resolve(import.meta.dirname, '../../../../shared')
const folder = join(shared, 'vectors/state-resolution')
const isPresent = existsSync(join(folder, 'scenarios.json'))

interface Scenarios {
  batches: Record<string, string[]>
  stateMaps: Record<string, { states: string[]; pdus: string[] }>
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T
}

const scenarios: Scenarios = isPresent ? read('scenarios.json') : { batches: {}, stateMaps: {} }

function expected(name: string): string[] {
  const entries = read<{ type: string; state_key: string; event_id: string }[]>(`expected/${name}.json`)
  return entries.map(({ type, state_key, event_id }) => `${type} ${state_key} ${event_id}`).toSorted()
}

function sourceOf(events: readonly ResolutionEvent[]): ResolutionSource {
  const byId = new Map(events.map((event) => [event.event_id, event]))
  return { getEvent: (id) => byId.get(id), crypto: nodeCrypto }
}

function rulesOf(events: readonly ResolutionEvent[]): RoomVersionRules {
  const version = events.find(({ type }) => type === 'm.room.create')?.content.room_version
  return ROOM_VERSIONS[version as keyof typeof ROOM_VERSIONS]
}

/** Takes the PDUs in, some at a time, resolving the room's state with the states after the newest of each portion. */
function takeIn(events: readonly ResolutionEvent[], portions: readonly (readonly ResolutionEvent[])[]): StateMap {
  const rules = rulesOf(events)
  const source = sourceOf(events)
  const after = new Map<string, StateMap>()
  let current: StateMap | undefined
  for (const portion of portions) {
    const cited = new Set(portion.flatMap(({ prev_events = [] }) => prev_events))
    for (const event of inOrder(portion)) {
      const before = (event.prev_events ?? []).map((id) => after.get(id) ?? new Map())
      const entry = { type: event.type, stateKey: event.state_key ?? '', eventId: event.event_id }
      after.set(event.event_id, buildStateMap([...stateEntries(resolveState(rules, before, source)), entry]))
    }
    const newest = portion.filter(({ event_id }) => !cited.has(event_id))
    const states = newest.map(({ event_id }) => after.get(event_id) ?? new Map())
    current = resolveState(rules, current === undefined ? states : [current, ...states], source)
  }
  return current ?? new Map()
}

/** Events after the events they follow. */
function inOrder(events: readonly ResolutionEvent[]): ResolutionEvent[] {
  const waiting = new Map(events.map((event) => [event.event_id, event]))
  const sorted: ResolutionEvent[] = []
  const visit = (event: ResolutionEvent): void => {
    if (!waiting.delete(event.event_id)) return
    for (const id of event.prev_events ?? []) {
      const previous = waiting.get(id)
      if (previous !== undefined) visit(previous)
    }
    sorted.push(event)
  }
  for (const event of events) visit(event)
  return sorted
}

test.skipIf(!isPresent)('the scenarios of ../shared/vectors/state-resolution are all there', () => {
  expect([...Object.keys(scenarios.batches), ...Object.keys(scenarios.stateMaps)]).toHaveLength(9)
})

describe.skipIf(!isPresent)('state resolution scenarios from ../shared', () => {

  describe.each(Object.entries(scenarios.batches))('%s', (name, files) => {
    const batches = files.map((file) => read<ResolutionEvent[]>(file))
    const all = batches.flat()

    test('PDU by PDU', () => {
      expect(written(takeIn(all, inOrder(all).map((event) => [event])))).toEqual(expected(name))
    })

    test('batch by batch', () => {
      expect(written(takeIn(all, batches))).toEqual(expected(name))
    })

    test('all at once', () => {
      expect(written(takeIn(all, [all]))).toEqual(expected(name))
    })
  })

  test.each(Object.entries(scenarios.stateMaps))('%s', (name, { states, pdus }) => {
    const events = pdus.flatMap((file) => read<ResolutionEvent[]>(file))
    const source = sourceOf(events)
    const maps = states.map((file) => buildStateMap(read<string[]>(file).map((eventId) => {
      const { type = '', state_key = '' } = source.getEvent(eventId) ?? {}
      return { type, stateKey: state_key, eventId }
    })))
    expect(written(resolveState(rulesOf(events), maps, source))).toEqual(expected(name))
    expect(written(resolveState(rulesOf(events), maps.toReversed(), source))).toEqual(expected(name))
  })
})
