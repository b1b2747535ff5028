// POST /_matrix/client/v3/keys/upload
import { uploadKeys } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'

/** Stores keys of the calling device. */
export function uploadKeysRoute(keys: Keys): Route {
  return route(uploadKeys, async ({ session, body }) => ({
    one_time_key_counts: await keys.upload(session, {
      deviceKeys: body.device_keys,
      oneTimeKeys: body.one_time_keys,
      fallbackKeys: body.fallback_keys,
    }),
  }))
}
