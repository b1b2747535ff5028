// What the caller of the request under way sees less than their account may. It follows the request by itself, so that
// no way of reading can forget to pass it on.
import { AsyncLocalStorage } from 'node:async_hooks'

/** How far the caller sees. */
export interface Viewing {
  /** Of open rooms, nothing that was sent before, in milliseconds since 1970. */
  openRoomsFromMs: number
}

const viewing = new AsyncLocalStorage<Viewing>()

/** Runs what answers a request whose caller sees less. */
export function viewAs<T>(limits: Viewing, work: () => T): T {
  return viewing.run(limits, work)
}

/** The limits of the request under way; nothing where its caller sees all that their account may. */
export function currentViewing(): Viewing | undefined {
  return viewing.getStore()
}
