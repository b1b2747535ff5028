// GET /_matrix/client/v3/room_keys/version
import { getRoomKeysVersionCurrent } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'

/** Describes the latest version. */
export function getRoomKeysVersionCurrentRoute(backup: KeyBackup): Route {
  return route(getRoomKeysVersionCurrent, async ({ session }) => new JsonText(await backup.getVersion(session)))
}
