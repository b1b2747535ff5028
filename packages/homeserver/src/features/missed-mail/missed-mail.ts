// Mails to those who have not read a mention or a direct message for hours: at most one in a period, saying how many and
// nothing else. Whoever wants none says so in the settings, or by the link within.
// docs/decisions/0047-write-about-what-was-missed-by-count.md
import { isJsonObject, parseJson } from '@chappe/core'
import { MatrixError } from '@chappe/contract'
import type { JsonObject } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { AddressProofs } from '../address-proofs/address-proofs.ts'
import type { DirectRoom, Missed, Reachable } from './missed-mail-store.ts'
import { claimMail, findPositionAt, listMissed, listReachable } from './missed-mail-store.ts'
import { missedMail } from './missed-mail-words.ts'

/** What the work needs. */
export interface MissedMailDeps {
  ground: { db: Db; clock: Clock; logger: Logger }
  proofs: Pick<AddressProofs, 'isOn' | 'begin'>
  /** The page that ends these mails, behind its link. */
  linkOf(secrets: { proofId: string; token: string }): string
  /** Whose account an address is of. */
  findByAddress(address: string): Promise<{ userId: string } | undefined>
  setAccountData(userId: string, entry: { type: string; content: string }): Promise<void>
  settings: {
    publicUrl: string
    serverName: string
    /** Unread for so long; 0: no such mails. */
    afterHours: number
    everyHours: number
  }
}

/** The work. */
export interface MissedMails {
  /** Writes to everybody who is due. */
  run(): Promise<void>
  /** Somebody wants no more of these mails: the link of one was confirmed. */
  unsubscribe(address: string): Promise<void>
  close(): Promise<void>
}

/** The account data by which somebody wants none. */
const WISH_TYPE = 'org.chappe.missed_mail'
const HOUR_MS = 3_600_000
const BATCH = 200
const EVERY_MS = 10 * 60_000
const MAX_DIRECT_ROOMS = 500
/** The link that ends these mails is good as long as somebody may look at an old one. */
const LINK_MS = 30 * 24 * HOUR_MS

/** Starts the work. */
export function startMissedMails(deps: MissedMailDeps): MissedMails {
  const state = { isOver: false }
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    running ??= sweep(deps, state).finally(() => {
      running = undefined
    })
    return running
  }
  const timer = setInterval(() => {
    run().catch((error: unknown) => deps.ground.logger.warn({ err: error }, 'who has missed something could not be written to, and is looked at again'))
  }, EVERY_MS)
  timer.unref()
  return {
    run,
    async unsubscribe(address) {
      const account = await deps.findByAddress(address)
      if (account !== undefined) await deps.setAccountData(account.userId, { type: WISH_TYPE, content: JSON.stringify({ enabled: false }) })
    },
    async close() {
      state.isOver = true
      clearInterval(timer)
      await running?.catch(() => undefined)
    },
  }
}

async function sweep(deps: MissedMailDeps, state: { isOver: boolean }): Promise<void> {
  const { ground: { db, clock }, settings, proofs } = deps
  if (settings.afterHours === 0 || !proofs.isOn) return
  const now = clock.now()
  const upTo = await findPositionAt(db, now - settings.afterHours * HOUR_MS)
  const sentBeforeMs = now - settings.everyHours * HOUR_MS
  for (let after = 0; !state.isOver; ) {
    const page = await listReachable(db, { after, sentBeforeMs, wishType: WISH_TYPE, limit: BATCH })
    const wanting = page.filter(({ wish }) => objectIn(wish)['enabled'] !== false)
    const missed = wanting.length === 0 ? [] : await listMissed(db, wanting, wanting.flatMap(directRoomsOf), upTo)
    for (const each of missed) {
      const who = wanting.find(({ userId }) => userId === each.userId)
      if (who !== undefined && !state.isOver) await write(deps, who, each, { now, sentBeforeMs, toldPosition: upTo })
    }
    const last = page.at(-1)
    if (last === undefined || page.length < BATCH) return
    after = last.userNid
  }
}

async function write(
  { ground: { db, logger }, proofs, settings, linkOf }: MissedMailDeps,
  { userNid, address }: Reachable,
  counts: Missed,
  { now, sentBeforeMs, toldPosition }: { now: number; sentBeforeMs: number; toldPosition: number },
): Promise<void> {
  if (!(await claimMail(db, { userNid, nowMs: now, sentBeforeMs, toldPosition }))) return
  const messenger = `${settings.publicUrl.replace(/\/$/, '')}/inbox`
  try {
    await proofs.begin({
      purpose: 'missed_mail',
      address,
      lifetimeMs: LINK_MS,
      compose: (secrets) => missedMail(address, counts, { messenger, unsubscribe: linkOf(secrets) }, settings.serverName),
    })
  } catch (error) {
    // Other mails go first: an address takes only so many an hour, and there will be another day.
    if (!(error instanceof MatrixError)) throw error
    logger.info({ userNid, code: error.code }, 'somebody was not written to about what they have missed')
  }
}

function directRoomsOf({ userId, direct }: Reachable): DirectRoom[] {
  const roomIds = Object.values(objectIn(direct)).flatMap((rooms) => (Array.isArray(rooms) ? rooms : []))
  return roomIds.filter((roomId) => typeof roomId === 'string' && !roomId.includes('\0')).slice(0, MAX_DIRECT_ROOMS).map((roomId) => ({ userId, roomId: String(roomId) }))
}

function objectIn(text: string | null): JsonObject {
  const value = text === null ? undefined : parseJson(text)
  return isJsonObject(value) ? value : {}
}
