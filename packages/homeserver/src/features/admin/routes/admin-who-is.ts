// GET /_synapse/admin/v1/whois/{userId}
import { adminWhoIs } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { whoAnswer } from './answers.ts'

/** When and from where the devices of an account were last heard of. */
export function adminWhoIsRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminWhoIs, async ({ params, tap }) =>
    tap.reveal(whoAnswer(params.userId, await admin.accounts.listDevices(params.userId)), [{ kind: 'people', count: 1, subject: params.userId }]),
  )
}
