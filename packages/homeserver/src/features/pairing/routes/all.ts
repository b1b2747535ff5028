// Every route of pairings.
import type { Route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'
import { acceptPairingRoute } from './accept-pairing.ts'
import { beginPairingRoute } from './begin-pairing.ts'
import { endPairingRoute } from './end-pairing.ts'
import { joinPairingRoute } from './join-pairing.ts'
import { lookAtPairingRoute } from './look-at-pairing.ts'
import { openPairingRoute } from './open-pairing.ts'
import { readPairingRoute } from './read-pairing.ts'

/** The routes, tied to their operations. */
export function pairingRoutes(pairings: Pairings): Route[] {
  return [
    beginPairingRoute(pairings),
    openPairingRoute(pairings),
    readPairingRoute(pairings),
    joinPairingRoute(pairings),
    acceptPairingRoute(pairings),
    lookAtPairingRoute(pairings),
    endPairingRoute(pairings),
  ]
}
