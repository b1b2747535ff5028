// What people learn without asking for it: notifications on their phones, who is present, what was to be sent later.
import { dirname, join } from 'node:path'
import type { ProfilePolicy } from '@chappe/policy'
import type { RoomEngine } from '../engine/engine.ts'
import { createRoomPeople } from '../engine/people.ts'
import type { DelayedEvents } from '../features/delayed-events/delayed-events.ts'
import { createDelayedEvents } from '../features/delayed-events/delayed-events.ts'
import { delayedEventsRoutes } from '../features/delayed-events/routes/all.ts'
import { createNotifications } from '../features/notifications/notifications.ts'
import { getNotificationsRoute } from '../features/notifications/routes/get-notifications.ts'
import type { PresenceFeature, PresenceSource } from '../features/presence/presence.ts'
import { createPresence } from '../features/presence/presence.ts'
import { getPresenceRoute } from '../features/presence/routes/get-presence.ts'
import { setPresenceRoute } from '../features/presence/routes/set-presence.ts'
import type { Push } from '../features/push/push.ts'
import { createPush } from '../features/push/push.ts'
import type { Receipts } from '../features/receipts/receipts.ts'
import type { Later, Rooms, RoomsDeps } from '../features/rooms/rooms.ts'
import { joinedRoomOf } from '../features/rooms/rooms.ts'
import { wakesRoutes } from '../features/wakes/routes/all.ts'
import type { Wakes } from '../features/wakes/wakes.ts'
import { createWakes } from '../features/wakes/wakes.ts'
import { getWebPushRoute } from '../features/web-push/routes/get-web-push.ts'
import type { WebPush } from '../features/web-push/web-push.ts'
import { createWebPush } from '../features/web-push/web-push.ts'
import type { Foundation } from '../foundation.ts'
import type { Route } from '../http/route.ts'
import type { HomeserverSettings } from '../settings.ts'

/** The features tied here. */
export interface Awareness {
  routes: Route[]
  /** Sends events later. */
  later: Later & Pick<DelayedEvents, 'cancelAllOf'>
  /** Moments at which browsers are woken. */
  wakes: Pick<Wakes, 'endAllOf'>
  /** What a sync asks of presence; nothing where that is off. */
  presence: PresenceSource | undefined
  /** Writes down what is still owed. */
  close(): Promise<void>
}

/** Ties them to the features they listen to. */
export async function createAwareness(
  foundation: Foundation,
  parts: { engine: RoomEngine; push: Push; webPush: WebPush; receipts: Receipts; rooms: Rooms; roomsDeps: RoomsDeps; policy: ProfilePolicy },
): Promise<Awareness> {
  const { database, clock, random, logger, outgoing } = foundation
  const { engine, push, webPush, receipts, rooms, roomsDeps, policy } = parts
  const notifications = await createNotifications({
    ground: { db: database.db, clock, logger },
    engine,
    push,
    webPush,
    outgoing,
    settings: { contentInPushes: policy.contentInPushes, plainGateways: policy.plainPushGateways },
  })
  engine.onPublished((items) => notifications.observe(items))
  push.onPusherSet((userId) => notifications.pusherSet(userId))
  receipts.onRead((userId, roomNid) => notifications.readMoved(userId, roomNid))
  const delayed = await createDelayedEvents({
    ground: { db: database.db, clock, random, logger },
    assertJoined: async (userId, roomId) => void (await joinedRoomOf(roomsDeps, userId, roomId)),
    sender: rooms,
  })
  const wakes = await createWakes({ ground: { db: database.db, clock, logger }, delivery: notifications })
  const presence = openPresence(foundation, engine, policy.presence)
  return {
    routes: [
      getNotificationsRoute(notifications),
      getWebPushRoute(webPush),
      ...delayedEventsRoutes(delayed),
      ...wakesRoutes(wakes),
      getPresenceRoute(presence),
      setPresenceRoute(presence),
    ],
    later: delayed,
    wakes,
    presence: presence.source,
    async close() {
      presence.close()
      await Promise.all([delayed.close(), wakes.close()])
      await notifications.close()
    },
  }
}

function openPresence({ database, clock, changes }: Foundation, engine: RoomEngine, enabled: boolean): PresenceFeature {
  const people = createRoomPeople(database.db, engine)
  const presence = createPresence({ clock, changes, engine, people, settings: { enabled } })
  if (enabled) {
    engine.onPublished((items) => {
      for (const { event } of items) presence.active(event.sender)
    })
  }
  return presence
}

/** Which push gateways clients may use: what the profile says, and the names in the configuration. */
export function gatewaySettingsOf(
  settings: Pick<HomeserverSettings, 'push'>,
  policy: ProfilePolicy,
): { plainGateways: boolean; anyGateway: boolean; gateways: readonly string[] } {
  return { plainGateways: policy.plainPushGateways, anyGateway: policy.anyPushGateway, gateways: settings.push?.gateways ?? [] }
}

/** Rules and pushers, and the gateway for browsers that they may name. */
export function createPushFeatures(
  { database: { db }, changes, clock, random }: Foundation,
  settings: HomeserverSettings,
  policy: ProfilePolicy,
): { webPush: WebPush; push: Push } {
  const { publicUrl, serverName, push: { webPushServices: services = [] } = {} } = settings
  const webPush = createWebPush({ clock, random, settings: { publicUrl, serverName, keyPath: keyPathOf(settings), services } })
  return { webPush, push: createPush({ db, changes, clock, settings: gatewaySettingsOf(settings, policy), browsers: webPush }) }
}

/** Beside the server's signing keys, wherever those are. */
function keyPathOf({ dataDir, signingKeyPath }: HomeserverSettings): string | undefined {
  if (signingKeyPath !== undefined) return join(dirname(signingKeyPath), 'vapid.key')
  return dataDir === undefined ? undefined : join(dataDir, 'vapid.key')
}
