// POST /_matrix/client/v3/keys/device_signing/upload
import { uploadCrossSigningKeys } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Keys } from '../keys.ts'

/** Publishes the caller's cross-signing keys. */
export function uploadCrossSigningKeysRoute(keys: Keys): Route {
  return route(uploadCrossSigningKeys, async ({ session, body }) => {
    await keys.uploadCrossSigning(session, {
      master: body.master_key,
      selfSigning: body.self_signing_key,
      userSigning: body.user_signing_key,
      auth: body.auth,
    })
    return {}
  })
}
