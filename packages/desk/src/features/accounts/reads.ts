// How much an account was shown over time, as numbers.
import { MatrixError } from '@chappe/contract'
import type { ReadCounts } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../ports.ts'

const HOUR_MS = 3_600_000
const USUAL_MS = 7 * 24 * HOUR_MS
const LONGEST_MS = 31 * 24 * HOUR_MS
const SLICES_MAX = 200

/** The counts, with the time that they are of. */
export interface DeskReads extends ReadCounts {
  fromMs: number
  toMs: number
  everyMs: number
}

/** Counts per hour, or per several where the time is long. Throws `M_NOT_FOUND`, and `M_INVALID_PARAM` for a time that is none. */
export async function countAccountReads(ports: DeskPorts, userId: string, time: { fromMs: number | undefined; toMs: number | undefined }): Promise<DeskReads> {
  const { userNid } = await ports.accounts.get(userId)
  const { toMs = ports.ground.clock.now() } = time
  const fromMs = Math.floor((time.fromMs ?? toMs - USUAL_MS) / HOUR_MS) * HOUR_MS
  if (fromMs < 0 || fromMs > toMs || toMs - fromMs > LONGEST_MS + HOUR_MS) throw new MatrixError('M_INVALID_PARAM', { message: 'That time ends before it begins, or is longer than 31 days' })
  const everyMs = Math.ceil((toMs - fromMs) / SLICES_MAX / HOUR_MS) * HOUR_MS || HOUR_MS
  return { fromMs, toMs, everyMs, ...(await ports.provenLedger.count({ account: userNid, fromMs, toMs, everyMs })) }
}
