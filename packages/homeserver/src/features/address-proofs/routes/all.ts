// Every route of proofs of addresses.
import type { Route } from '../../../http/route.ts'
import type { Confirmation } from '../confirmation.ts'
import { confirmMailRoute } from './confirm-mail.ts'
import { showMailConfirmationRoute } from './show-mail-confirmation.ts'

/** The routes, tied to the pages. */
export function addressProofsRoutes(confirmation: Confirmation): Route[] {
  return [showMailConfirmationRoute(confirmation), confirmMailRoute(confirmation)]
}
