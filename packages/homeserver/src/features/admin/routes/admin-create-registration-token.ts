// POST /_synapse/admin/v1/registration_tokens/new
import { adminCreateRegistrationToken } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { tokenAnswer } from './answers.ts'

/** Makes a registration token. */
export function adminCreateRegistrationTokenRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminCreateRegistrationToken, async ({ body }) => {
    const { token, length, uses_allowed: usesAllowed, expiry_time: expiresAtMs } = body
    return tokenAnswer(await admin.accounts.tokens.create({ token, length, usesAllowed, expiresAtMs }))
  })
}
