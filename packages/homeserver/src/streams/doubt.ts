// When the connection is lost in the middle of a commit, the database alone knows how it ended.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../db/pool.ts'
import type { Logger } from '../deps.ts'
import type { Doubt } from './changes.ts'
import { getTransactionHorizon, hasPassedHorizon } from './writer-store.ts'

const RETRY_MS = 250
/** Of the SQLSTATEs only these come from a server that goes away; any other is its word that nothing was stored. */
const GOING_AWAY = /^(?:57P|08)/
const SQLSTATE = /^[0-9A-Z]{5}$/

/** Ends doubt by asking until the database answers and nothing from before is still under way in it. */
export function createDoubt(db: Db, logger: Logger): Doubt {
  async function hasEnded(): Promise<boolean> {
    const horizon = await getTransactionHorizon(db)
    while (!(await hasPassedHorizon(db, horizon))) await pause()
    return true
  }

  return {
    leavesOpen(error) {
      if (error instanceof MatrixError || !(error instanceof Error)) return false
      const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
      return SQLSTATE.test(code) ? GOING_AWAY.test(code) : true
    },
    async end() {
      for (;;) {
        try {
          if (await hasEnded()) return
        } catch (error) {
          logger.debug({ err: error }, 'whether a change was stored is not known yet')
        }
        await pause()
      }
    },
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    // Nothing to stay alive for: after a restart, every position handed out before counts as settled.
    setTimeout(resolve, RETRY_MS).unref()
  })
}
