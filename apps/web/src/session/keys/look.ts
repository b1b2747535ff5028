// Looking at how the keys stand: one look at a time, and none is lost.
import type { StoreApi } from 'zustand/vanilla'
import type { FactSources, Gathered } from './facts.ts'
import { findPasskey, gatherFacts } from './facts.ts'
import type { KeyFacts, KeyState } from './key-state.ts'
import { keyStateOf } from './key-state.ts'

/** The looking. */
export interface Look {
  /** Looks anew, and sets the state. Without a server, what was known stays. */
  check(): Promise<void>
  /** Asks for the facts as they are at this moment. Throws where there is no server. */
  gather(): Promise<Gathered & { facts: KeyFacts }>
  /** Runs an act; what is half done meanwhile is not looked at. */
  during<T>(act: () => Promise<T>): Promise<T>
  /** The key that is stored was tried, and is of another backup than this one. */
  markForeign(version: string): void
}

/** Makes the looking. `isAsking`: whether another device has been asked for the keys and has not answered. */
export function createLook(sources: FactSources, state: StoreApi<KeyState>, isAsking: () => boolean): Look {
  let foreignVersion: string | undefined
  let running: Promise<void> | undefined
  let isWanted = false
  let acts = 0

  async function gather(): Promise<Gathered & { facts: KeyFacts }> {
    const gathered = await gatherFacts(sources)
    const isBackupForeign = foreignVersion !== undefined && foreignVersion === gathered.backupVersion
    const facts: KeyFacts = { ...gathered.facts, isBackupForeign, isAsking: isAsking(), hasPasskey: true }
    // Asked only where something is to be made, and it decides by what.
    if ('by' in keyStateOf(facts)) facts.hasPasskey = await findPasskey(sources)
    return { ...gathered, facts }
  }

  async function lookWhileWanted(): Promise<void> {
    while (isWanted && acts === 0) {
      isWanted = false
      try {
        const { facts } = await gather()
        if (acts === 0) setIfOther(state, keyStateOf(facts))
      } catch {
        if (state.getState().kind === 'checking') setIfOther(state, { kind: 'offline' })
      }
    }
  }

  function check(): Promise<void> {
    isWanted = true
    running ??= lookWhileWanted().finally(() => (running = undefined))
    return running
  }

  return {
    gather,
    check,
    async during(act) {
      acts += 1
      try {
        return await act()
      } finally {
        acts -= 1
        await check()
      }
    },
    markForeign(version) {
      foreignVersion = version
    },
  }
}

/** A state that says the same is the same: nobody is told of it. */
function setIfOther(state: StoreApi<KeyState>, next: KeyState): void {
  if (JSON.stringify(state.getState()) !== JSON.stringify(next)) state.setState(next, true)
}
