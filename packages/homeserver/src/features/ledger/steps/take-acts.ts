// What was done since the last time, as a block of the ledger.
import { encodeBlock, rowOfAct } from '@chappe/ledger'
import type { Tx } from '../../../db/pool.ts'
import { insertActsBlock, listOpenActs } from '../acts-store.ts'
import { ledgerPlatform } from '../platform.ts'
import type { Chain } from './chain.ts'

/** Rows of acts in a block. */
const ACTS_AT_ONCE = 500

/** Puts acts that are in no block into one. */
export async function takeActs(tx: Tx, chain: Chain): Promise<void> {
  const acts = await listOpenActs(tx, ACTS_AT_ONCE)
  if (acts.length === 0) return
  const rows = acts.map((act) => rowOfAct(ledgerPlatform, act))
  const times = rows.map(({ at }) => at)
  const link = chain.next(Buffer.from(encodeBlock(rows, ledgerPlatform.utf8)))
  const block = { ...link, rowCount: rows.length, firstAtMs: Math.min(...times), lastAtMs: Math.max(...times) }
  await insertActsBlock(tx, block, acts.map(({ act }) => act))
}
