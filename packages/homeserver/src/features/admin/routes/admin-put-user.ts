// PUT /_synapse/admin/v2/users/{userId}
import { adminPutUser } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { auditedRoute } from '../admin.ts'
import type { Admin } from '../admin.ts'
import { accountAnswer } from './answers.ts'

/** Makes an account, or changes what is given of it. */
export function adminPutUserRoute(admin: Admin): Route {
  return auditedRoute(admin.audit, adminPutUser, async ({ session, params, body, tap }) => {
    const details = await admin.putUser({
      actorId: session.userId,
      userId: params.userId,
      password: body.password ?? undefined,
      logoutDevices: body.logout_devices ?? true,
      displayName: body.displayname,
      avatarUrl: body.avatar_url,
      isAdmin: body.admin,
      isLocked: body.locked,
      isSuspended: body.suspended,
      isDeactivated: body.deactivated,
    })
    return tap.reveal(accountAnswer(details), [{ kind: 'people', count: 1, subject: params.userId }])
  })
}
