// Looking at how the keys stand: one look at a time, and none is lost.
import type { StoreApi } from 'zustand/vanilla'
import type { FactSources, Gathered } from './facts.ts'
import { gatherFacts } from './facts.ts'
import type { KeyFacts, KeyState } from './key-state.ts'
import { keyStateOf } from './key-state.ts'

/** The looking. */
export interface Look {
  /** Looks anew, and sets the state. Without a server, what was known stays. */
  check(): Promise<void>
  /** Asks for the facts as they are at this moment. Throws where there is no server. */
  gather(): Promise<Gathered & { facts: KeyFacts }>
  /** The key that is stored was tried, and is of another backup than this one. */
  markForeign(version: string): void
}

/** Makes the looking. `isAsking`: whether another device has been asked for the keys and has not answered. */
export function createLook(sources: FactSources, state: StoreApi<KeyState>, isAsking: () => boolean): Look {
  let foreignVersion: string | undefined
  let running: Promise<void> | undefined
  let isWanted = false

  async function gather(): Promise<Gathered & { facts: KeyFacts }> {
    const gathered = await gatherFacts(sources)
    const isBackupForeign = foreignVersion !== undefined && foreignVersion === gathered.backupVersion
    return { ...gathered, facts: { ...gathered.facts, isBackupForeign, isAsking: isAsking() } }
  }

  async function lookWhileWanted(): Promise<void> {
    while (isWanted) {
      isWanted = false
      try {
        const { facts } = await gather()
        setIfOther(state, keyStateOf(facts))
      } catch {
        if (state.getState().kind === 'checking') setIfOther(state, { kind: 'offline' })
      }
    }
  }

  return {
    gather,
    markForeign(version) {
      foreignVersion = version
    },
    check() {
      isWanted = true
      running ??= lookWhileWanted().finally(() => (running = undefined))
      return running
    },
  }
}

/** A state that says the same is the same: nobody is told of it. */
function setIfOther(state: StoreApi<KeyState>, next: KeyState): void {
  if (JSON.stringify(state.getState()) !== JSON.stringify(next)) state.setState(next, true)
}
