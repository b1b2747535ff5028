// How much one account may upload: bytes in all, and files a day.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { MediaUsage } from './media-store.ts'
import { getMediaUsage } from './media-store.ts'

/** The bounds; infinite where there is none. */
export interface QuotaSettings {
  maxBytesPerAccount: number
  maxUploadsPerDay: number
}

/** Holds accounts to the bounds. */
export interface MediaQuota {
  /**
   * Lets an upload of so many bytes begin, and reserves them until the end that is given back. Throws `M_FORBIDDEN`
   * where the account is full, `M_LIMIT_EXCEEDED` where it has uploaded enough for a day.
   */
  begin(userId: string, upload: { byteLength: number; isNew: boolean }): Promise<() => void>
  /** Throws `M_FORBIDDEN` where a file whose length nobody had announced does not fit. */
  assertFits(userId: string, byteLength: number): Promise<void>
}

const DAY_MS = 24 * 3600_000

/** Ties the bounds to what they need. */
export function createMediaQuota(deps: { db: Db; clock: Clock }, settings: QuotaSettings): MediaQuota {
  const { maxBytesPerAccount, maxUploadsPerDay } = settings
  const isBounded = Number.isFinite(maxBytesPerAccount) || Number.isFinite(maxUploadsPerDay)
  // What is under way has no row yet.
  const underWay = new Map<string, { bytes: number; files: number }>()
  const usageOf = (userId: string): Promise<MediaUsage> => getMediaUsage(deps.db, userId, deps.clock.now() - DAY_MS)

  function assertBytes(usage: MediaUsage, more: number): void {
    if (usage.bytes + more <= maxBytesPerAccount) return
    throw new MatrixError('M_FORBIDDEN', { message: `Your files have reached the ${maxBytesPerAccount} bytes that an account may have` })
  }

  return {
    async begin(userId, { byteLength, isNew }) {
      if (!isBounded) return () => undefined
      const own = { bytes: byteLength, files: isNew ? 1 : 0 }
      const before = underWay.get(userId) ?? { bytes: 0, files: 0 }
      // Reserved before anything is waited for, so that many at once are seen by each other.
      underWay.set(userId, { bytes: before.bytes + own.bytes, files: before.files + own.files })
      const end = (): void => release(underWay, userId, own)
      try {
        const usage = await usageOf(userId)
        assertBytes(usage, before.bytes + byteLength)
        if (isNew && usage.recent + before.files >= maxUploadsPerDay) throw enoughForToday(usage, deps.clock.now())
        return end
      } catch (error) {
        end()
        throw error
      }
    },
    async assertFits(userId, byteLength) {
      if (Number.isFinite(maxBytesPerAccount)) assertBytes(await usageOf(userId), byteLength)
    },
  }
}

function release(underWay: Map<string, { bytes: number; files: number }>, userId: string, own: { bytes: number; files: number }): void {
  const now = underWay.get(userId)
  if (now === undefined) return
  const left = { bytes: now.bytes - own.bytes, files: now.files - own.files }
  if (left.bytes <= 0 && left.files <= 0) underWay.delete(userId)
  else underWay.set(userId, left)
}

function enoughForToday(usage: MediaUsage, now: number): MatrixError {
  const waitMs = Math.max(1000, (usage.firstRecentAtMs ?? now) + DAY_MS - now)
  return new MatrixError('M_LIMIT_EXCEEDED', { message: 'You have uploaded enough files for a day', fields: { retry_after_ms: waitMs } })
}
