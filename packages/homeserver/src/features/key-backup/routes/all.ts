// Every route of key backup.
import type { Route } from '../../../http/route.ts'
import type { KeyBackup } from '../key-backup.ts'
import { deleteRoomKeyBySessionIdRoute } from './delete-room-key-by-session-id.ts'
import { deleteRoomKeysRoute } from './delete-room-keys.ts'
import { deleteRoomKeysByRoomIdRoute } from './delete-room-keys-by-room-id.ts'
import { deleteRoomKeysVersionRoute } from './delete-room-keys-version.ts'
import { getRoomKeyBySessionIdRoute } from './get-room-key-by-session-id.ts'
import { getRoomKeysRoute } from './get-room-keys.ts'
import { getRoomKeysByRoomIdRoute } from './get-room-keys-by-room-id.ts'
import { getRoomKeysVersionRoute } from './get-room-keys-version.ts'
import { getRoomKeysVersionCurrentRoute } from './get-room-keys-version-current.ts'
import { postRoomKeysVersionRoute } from './post-room-keys-version.ts'
import { putRoomKeyBySessionIdRoute } from './put-room-key-by-session-id.ts'
import { putRoomKeysRoute } from './put-room-keys.ts'
import { putRoomKeysByRoomIdRoute } from './put-room-keys-by-room-id.ts'
import { putRoomKeysVersionRoute } from './put-room-keys-version.ts'

/** The routes, tied to their operations. */
export function keyBackupRoutes(backup: KeyBackup): Route[] {
  return [
    deleteRoomKeyBySessionIdRoute(backup),
    deleteRoomKeysRoute(backup),
    deleteRoomKeysByRoomIdRoute(backup),
    deleteRoomKeysVersionRoute(backup),
    getRoomKeyBySessionIdRoute(backup),
    getRoomKeysRoute(backup),
    getRoomKeysByRoomIdRoute(backup),
    getRoomKeysVersionRoute(backup),
    getRoomKeysVersionCurrentRoute(backup),
    postRoomKeysVersionRoute(backup),
    putRoomKeyBySessionIdRoute(backup),
    putRoomKeysRoute(backup),
    putRoomKeysByRoomIdRoute(backup),
    putRoomKeysVersionRoute(backup),
  ]
}
