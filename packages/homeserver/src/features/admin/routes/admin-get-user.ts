// GET /_synapse/admin/v2/users/{userId}
import { adminGetUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { accountAnswer } from './answers.ts'

/** One account. */
export function adminGetUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminGetUser, async ({ params, tap }) =>
    tap.reveal(accountAnswer(await admin.accounts.get(params.userId)), [{ kind: 'people', count: 1, subject: params.userId }]),
  )
}
