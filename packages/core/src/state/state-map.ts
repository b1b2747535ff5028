// Room state as ids: by event type, then by state key. Sets of states are what state resolution takes and gives.

/** Event ids by event type and state key. */
export type StateMap = ReadonlyMap<string, ReadonlyMap<string, string>>

/** A state map under construction. */
export type MutableStateMap = Map<string, Map<string, string>>

/** One entry of a state map. */
export interface StateEntry {
  type: string
  stateKey: string
  eventId: string
}

/** The event id at a type and state key. */
export function findStateId(state: StateMap, type: string, stateKey: string): string | undefined {
  return state.get(type)?.get(stateKey)
}

/** Puts an entry into `state`, in place of the one with the same type and state key. */
export function setStateId(state: MutableStateMap, { type, stateKey, eventId }: StateEntry): void {
  const byKey = state.get(type)
  if (byKey === undefined) state.set(type, new Map([[stateKey, eventId]]))
  else byKey.set(stateKey, eventId)
}

/** All entries, in no order that means anything. */
export function* stateEntries(state: StateMap): Generator<StateEntry> {
  for (const [type, byKey] of state) {
    for (const [stateKey, eventId] of byKey) yield { type, stateKey, eventId }
  }
}

/** Builds a state map; of two entries with the same type and state key the later one stays. */
export function buildStateMap(entries: Iterable<StateEntry>): MutableStateMap {
  const state: MutableStateMap = new Map()
  for (const entry of entries) setStateId(state, entry)
  return state
}
