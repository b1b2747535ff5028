// GET /_synapse/admin/v1/server_version
import { adminServerVersion } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'

/** The version of the server. */
export function adminServerVersionRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminServerVersion, () => ({ server_version: admin.version }))
}
