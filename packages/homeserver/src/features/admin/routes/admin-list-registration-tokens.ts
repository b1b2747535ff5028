// GET /_synapse/admin/v1/registration_tokens
import { adminListRegistrationTokens } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { tokenAnswer } from './answers.ts'

/** The registration tokens. */
export function adminListRegistrationTokensRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminListRegistrationTokens, async ({ query }) => {
    const tokens = await admin.accounts.tokens.list(query.valid)
    return { registration_tokens: tokens.map(tokenAnswer) }
  })
}
