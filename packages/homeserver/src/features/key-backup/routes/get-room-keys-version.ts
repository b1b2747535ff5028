// GET /_matrix/client/v3/room_keys/version/{version}
import { getRoomKeysVersion } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Describes a version. */
export function getRoomKeysVersionRoute(backup: KeyBackup): Route {
  return route(getRoomKeysVersion, async ({ session, params }) =>
    new JsonText(await backup.getVersion(session, params.version)),
  )
}
