// What stands in for something that is not there yet.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/** A value that is what was kept until the real one is there, and follows that from then on. `isReady`: from when on it is. */
export function follow<T>(kept: T, later: Promise<Live<T>>, isReady: (value: T) => boolean = () => true): Live<T> {
  const live = createStore<T>(() => kept)
  void later.then(
    (real) => {
      let hasBegun = false
      const take = (value: T): void => {
        hasBegun ||= isReady(value)
        if (hasBegun) live.setState(value, true)
      }
      take(real.getState())
      real.subscribe(take)
    },
    () => undefined,
  )
  return live
}

/** What of something is no method: it has to be there from the first moment, and stays. */
export type Settled<T> = { [Key in keyof T as T[Key] extends (...args: never[]) => unknown ? never : Key]: T[Key] }

/**
 * Something whose methods wait for the real one: each call is made when that is there, and gives back a promise until then. What
 * stands in `own` is that for good; a method in `before` answers for as long as the real one is not there.
 */
export function late<T extends object>(later: Promise<T>, own: Settled<T> & Partial<T>, before: Partial<T> = {}): T {
  let there: T | undefined
  void later.then(
    (real) => (there = real),
    () => undefined,
  )
  const get = (_: object, name: string | symbol): unknown => {
    // What awaits this asks whether it is a promise.
    if (name === 'then') return undefined
    if (Reflect.has(own, name)) return Reflect.get(own, name)
    return (...args: unknown[]): unknown => {
      if (there !== undefined) return call(there, name, args)
      return Reflect.has(before, name) ? call(before, name, args) : later.then((real) => call(real, name, args))
    }
  }
  return new Proxy({}, { get }) as T
}

function call(target: object, name: string | symbol, args: unknown[]): unknown {
  const method: unknown = Reflect.get(target, name)
  if (typeof method !== 'function') throw new TypeError(`there is no ${String(name)}`)
  return Reflect.apply(method, target, args)
}
