// GET /_synapse/admin/v2/users
import { adminListUsers } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { accountAnswer } from './answers.ts'

/** The accounts of the server. */
export function adminListUsersRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminListUsers, async ({ query, tap }) => {
    const { from = 0, limit = 100, guests = true, deactivated = false, admins, locked } = query
    const filter = { text: query.user_id ?? query.name, guests, deactivated, admins, locked }
    const { accounts, total } = await admin.accounts.list(filter, { from, limit })
    const next = from + accounts.length
    const more = next < total && accounts.length > 0 ? { next_token: String(next) } : {}
    const answer = { users: accounts.map(accountAnswer), total, ...more }
    return tap.reveal(answer, [{ kind: 'people', count: accounts.length }])
  })
}
