// POST /_chappe/client/v1/pairings
import { openPairing } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Pairings } from '../pairing.ts'

/** Opens the pairing behind a code. */
export function openPairingRoute(pairings: Pairings): Route {
  return route(openPairing, async ({ session, request, body }) => {
    const { token, credential, proof } = body
    const opening = { token, credential, deviceKey: body.device_key, masterKey: body.master_key, proof }
    return { expires_in_ms: await pairings.open({ session, ip: request.ip }, opening) }
  })
}
