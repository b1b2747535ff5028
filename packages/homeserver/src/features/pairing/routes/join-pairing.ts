// POST /_chappe/client/v1/pairings/join
import { joinPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'
import { toPairedDevice } from './answers.ts'

/** Takes the code of a device that is in. */
export function joinPairingRoute(pairings: Pairings): Route {
  return route(joinPairing, async ({ session, request, body }) => {
    const { token, server_name: serverName, proof } = body
    return toPairedDevice(await pairings.join({ session, ip: request.ip }, { token, serverName, proof }))
  })
}
