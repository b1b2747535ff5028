// GET /_synapse/admin/v1/registration_tokens/{token}
import { adminGetRegistrationToken } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { tokenAnswer } from './answers.ts'

/** One registration token. */
export function adminGetRegistrationTokenRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminGetRegistrationToken, async ({ params }) => tokenAnswer(await admin.accounts.tokens.get(params.token)))
}
