// What notifications need.
import type { PushRuleset } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import type { WebPush } from '../web-push/web-push.ts'
import type { PusherKey } from './notifications-store.ts'

/** What the front door is given. */
export interface NotificationsDeps {
  ground: { db: Db; clock: Clock; logger: Logger }
  engine: Pick<RoomEngine, 'registry' | 'userRooms' | 'stream'>
  /** The rules of users, and their pushers. */
  push: {
    ownRules(userId: string): PushRuleset | undefined
    isGatewayAllowed(url: string): boolean
    removePusher(key: PusherKey): Promise<void>
  }
  /** The gateway for browsers that is built in. */
  webPush: Pick<WebPush, 'isOwnGateway' | 'findSubscription' | 'callFor'>
  outgoing: Outgoing
  settings: {
    /** What was said may be told to gateways. */
    contentInPushes: boolean
    /** Gateways may be plain http. */
    plainGateways: boolean
  }
}
