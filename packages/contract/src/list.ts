// Every endpoint as a list, for what has to hold of all of them.
import * as all from './all.ts'
import type { AnyEndpoint } from './endpoint.ts'

/** All endpoints of the contract. */
export const allEndpoints: readonly AnyEndpoint[] = Object.values(all)
