// SQL of the links by which somebody says that a new device was somebody else's. Only their hashes come here.
import type { Db, Tx } from '../../db/pool.ts'

/** The device that a mail was about. */
export interface AnnouncedDevice {
  deviceName: string
  ip: string | undefined
  madeAtMs: number
}

/** Stores a link; those of the account that are over are deleted along with it. */
export async function insertTakeoverLink(tx: Tx, link: AnnouncedDevice & { hash: Buffer; userNid: number; overAtMs: number }): Promise<void> {
  await tx.deleteFrom('takeover_link').where('user_nid', '=', link.userNid).where('made_at_ms', '<=', link.overAtMs).execute()
  await tx
    .insertInto('takeover_link')
    .values({ token_hash: link.hash, user_nid: link.userNid, device_name: link.deviceName, ip: link.ip ?? null, made_at_ms: link.madeAtMs })
    .execute()
}

/** How many links an account was sent since then. */
export async function countTakeoverLinks(db: Db | Tx, userNid: number, sinceMs: number): Promise<number> {
  const row = await db
    .selectFrom('takeover_link')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('user_nid', '=', userNid)
    .where('made_at_ms', '>', sinceMs)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** The link of a hash that was made after then, with whose account it is. */
export async function findTakeoverLink(db: Db, hash: Buffer, overAtMs: number): Promise<(AnnouncedDevice & { userId: string; userNid: number }) | undefined> {
  const row = await db
    .selectFrom('takeover_link')
    .innerJoin('account', 'account.user_nid', 'takeover_link.user_nid')
    .select(['account.user_id', 'account.user_nid', 'device_name', 'ip', 'made_at_ms'])
    .where('token_hash', '=', hash)
    .where('made_at_ms', '>', overAtMs)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { userId: row.user_id, userNid: row.user_nid, deviceName: row.device_name, ip: row.ip ?? undefined, madeAtMs: row.made_at_ms }
}

/** Takes every link from an account. */
export async function deleteTakeoverLinks(db: Db | Tx, userNid: number): Promise<void> {
  await db.deleteFrom('takeover_link').where('user_nid', '=', userNid).execute()
}
