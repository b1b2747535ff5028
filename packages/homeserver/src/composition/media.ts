// Media, tied to the rooms whose events carry files, and to the pages that links lead to.
import { accountTypePolicyOf, policyOf } from '@chappe/policy'
import type { AccountType } from '@chappe/policy'
import type { RoomEngine } from '../engine/engine.ts'
import { createRoomPeople } from '../engine/people.ts'
import { findSeenEvent } from '../engine/seen-events.ts'
import type { Media } from '../features/media/media.ts'
import { createMedia, createUrlPreviews } from '../features/media/media.ts'
import { mediaRoutes } from '../features/media/routes/all.ts'
import { lookerOf, mayPreview } from '../features/room-previews/room-previews.ts'
import type { Foundation } from '../foundation.ts'
import type { Route } from '../http/route.ts'
import type { HomeserverSettings } from '../settings.ts'

/** What others see of media. */
export interface MediaFeature extends Pick<Media, 'care' | 'links' | 'sending' | 'endPendingOf'> {
  routes: Route[]
  close(): Promise<void>
}

/** Ties media; `engine` is asked at requests only, and those come later than the engine. */
export async function createMediaFeature(
  foundation: Foundation,
  settings: HomeserverSettings,
  engine: () => RoomEngine | undefined,
): Promise<MediaFeature> {
  const { clock, random, logger, outgoing, database } = foundation
  const { db } = database
  const policy = policyOf(settings.profile)
  const { maxBytesPerAccount, maxUploadsPerDay, urlPreviews, ...files } = settings.media
  const opened = (): RoomEngine => {
    const found = engine()
    if (found === undefined) throw new Error('the rooms are not open yet')
    return found
  }
  // Who has no account here any more is shown the least.
  const typeOf = async (userId: string): Promise<AccountType> => (await opened().accountFacts.of([userId])).get(userId)?.accountType ?? 'external'
  const media = await createMedia({
    db,
    clock,
    random,
    logger,
    rooms: {
      findSeen: (viewer, places) =>
        findSeenEvent({ db, engine: opened(), mayPreview: async (userId, room) => mayPreview(await lookerOf({ engine: opened(), settings: { policy } }, { userId, accountType: await typeOf(userId) }), room) }, viewer, places),
      shareRoom: (userId, otherUserId) => createRoomPeople(db, opened()).shareRoom(userId, otherUserId),
      mayMeet: async (userId, otherUserId) => accountTypePolicyOf(await typeOf(userId)).seesStrangers || createRoomPeople(db, opened()).shareRoom(userId, otherUserId),
    },
    settings: {
      ...files,
      collects: foundation.role === 'writer',
      serverName: settings.serverName,
      policy,
      maxBytesPerAccount: maxBytesPerAccount ?? policy.mediaBytesPerAccount,
      maxUploadsPerDay: maxUploadsPerDay ?? policy.mediaUploadsPerDay,
    },
  })
  const previews = createUrlPreviews({
    clock,
    outgoing,
    storePicture: (bytes, contentType) => media.storePreview(bytes, contentType),
    settings: { enabled: urlPreviews ?? policy.urlPreviews },
  })
  const close = async (): Promise<void> => {
    media.close()
    await previews.close()
  }
  return { routes: mediaRoutes(media, previews), care: media.care, links: media.links, sending: media.sending, endPendingOf: media.endPendingOf, close }
}
