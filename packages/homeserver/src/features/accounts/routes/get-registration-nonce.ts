// GET /_synapse/admin/v1/register
import { getRegistrationNonce } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'

/** Hands out a nonce. */
export function getRegistrationNonceRoute(accounts: Accounts): Route {
  return route(getRegistrationNonce, () => ({ nonce: accounts.sharedSecret.makeNonce() }))
}
