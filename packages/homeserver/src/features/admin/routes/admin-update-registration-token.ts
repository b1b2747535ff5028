// PUT /_synapse/admin/v1/registration_tokens/{token}
import { adminUpdateRegistrationToken } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { tokenAnswer } from './answers.ts'

/** Changes the bounds of a registration token. */
export function adminUpdateRegistrationTokenRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminUpdateRegistrationToken, async ({ params, body }) => {
    const { uses_allowed: usesAllowed, expiry_time: expiresAtMs } = body
    return tokenAnswer(await admin.accounts.tokens.update(params.token, { usesAllowed, expiresAtMs }))
  })
}
