// Works attributions out, one after the other, in the order in which they were asked for; what a process that ended has left
// is taken up by the next one.
import type { Background } from '../../background.ts'
import { startInBackground } from '../../background.ts'
import type { DeskPorts } from '../../ports.ts'
import type { StoredAttribution } from './attributions-store.ts'
import { forgetRefused, setDone, setFailed, setProgress, takeNext } from './attributions-store.ts'
import { TooMuch } from './steps/find-leaked.ts'
import { workOut } from './steps/work-out.ts'

/** So often it is looked whether something is to be forgotten. */
const LOOK_EVERY_MS = 3_600_000
/** Written down for each hundredth: that is what people see, and where a cancellation is noticed. */
const STEP = 0.01

/** It was cancelled, or the process is about to stop: nothing more is to be said of it. */
class Ended extends Error {}

/** Starts with what was left. */
export function startAttributions(ports: DeskPorts): Background {
  const { db, clock, logger } = ports.ground
  return startInBackground(
    async (isClosed) => {
      await forgetRefused(db, clock.now())
      for (let next = await takeNext(db); next !== undefined && !isClosed(); next = await takeNext(db)) await make(ports, next, isClosed)
    },
    { everyMs: LOOK_EVERY_MS, failed: (error) => logger.error({ err: error }, 'attributions could not be taken up') },
  )
}

async function make(ports: DeskPorts, stored: StoredAttribution, isClosed: () => boolean): Promise<void> {
  const { db, clock, logger } = ports.ground
  const { requestNid } = stored
  let written = -1
  try {
    const found = await workOut(ports, stored, async (done) => {
      if (isClosed()) throw new Ended()
      if (done - written < STEP) return
      written = done
      if (!(await setProgress(db, requestNid, Math.min(1, done)))) throw new Ended()
    })
    await setDone(db, requestNid, { result: JSON.stringify(found), atMs: clock.now() })
  } catch (error) {
    if (error instanceof Ended || isClosed()) return
    if (!(error instanceof TooMuch)) logger.error({ err: error, requestNid }, 'an attribution could not be worked out')
    await setFailed(db, requestNid, error instanceof TooMuch ? error.failure : 'broken')
  }
}
