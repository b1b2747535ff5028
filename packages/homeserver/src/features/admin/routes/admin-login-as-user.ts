// POST /_synapse/admin/v1/users/{userId}/login
import { adminLoginAsUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** Signs in as a user, without their knowing. */
export function adminLoginAsUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminLoginAsUser, async ({ params }) => {
    const { accessToken } = await admin.accounts.signIn(params.userId, { displayName: 'Administrator' })
    return { access_token: accessToken }
  })
}
