// GET /_matrix/client/v3/account/whoami
import { whoami } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'

/** Answers from the session alone. */
export function whoamiRoute(): Route {
  return route(whoami, ({ session }) => ({
    user_id: session.userId,
    ...(session.deviceId === '' ? {} : { device_id: session.deviceId }),
    is_guest: session.isGuest,
  }))
}
