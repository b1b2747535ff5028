// A value that changes, and whoever wants to hear of it.
import type { StoreApi } from 'zustand/vanilla'

/** Whoever reads a value sees what it is now, and is told when it changes. */
export type Live<T> = Pick<StoreApi<T>, 'getState' | 'subscribe'>
