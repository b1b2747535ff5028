// POST /_chappe/client/v1/pairings/read
import { readPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'
import { toPairedDevice } from './answers.ts'

/** Says which device shows a code. */
export function readPairingRoute(pairings: Pairings): Route {
  return route(readPairing, async ({ session, request, body }) => toPairedDevice(await pairings.read({ session, ip: request.ip }, { token: body.token, serverName: body.server_name })))
}
