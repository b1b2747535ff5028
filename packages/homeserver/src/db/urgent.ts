// What stops somebody does not wait behind what they have asked for: while it runs, it has connections to the database of
// its own. It follows the call by itself, so that no step of it can forget to ask for them.
import { AsyncLocalStorage } from 'node:async_hooks'

const urgent = new AsyncLocalStorage<boolean>()

/** Runs what has to go ahead of others. */
export function urgently<T>(work: () => T): T {
  return urgent.run(true, work)
}

/** Whether what runs at this moment goes ahead of others. */
export function isUrgent(): boolean {
  return urgent.getStore() === true
}
