// Whether the database takes rows of the ledger. While it does not, it is asked again and again; when it does, what
// waits in the spool is taken in.
import type { Logger } from '../../../deps.ts'

/** What an outage is ended with. */
export interface OutageDeps {
  logger: Logger
  /**
   * Takes in what waits, and says so once the database has taken the first of it; where nothing waits, the next rows are
   * the question. Throws where the database still refuses.
   */
  takeIn(isBack: () => void): Promise<void>
}

/** The time during which nothing can be written. */
export interface Outage {
  isOn(): boolean
  begin(error: unknown): void
  /** Rows were taken. */
  worked(): void
  /** Asks no more. */
  close(): Promise<void>
}

const ASK_EVERY_MS = 250

/** There is none. */
export function createOutage({ logger, takeIn }: OutageDeps): Outage {
  let isOn = false
  let isSaid = false
  let isClosed = false
  let refusals = 0
  let asking: Promise<void> | undefined
  let wake = (): void => undefined

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ASK_EVERY_MS)
      timer.unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** True: it takes them again. */
  async function ask(): Promise<boolean> {
    const before = refusals
    try {
      await takeIn(() => (isOn = refusals !== before))
      // What was refused meanwhile has begun it anew.
      isOn = refusals !== before
    } catch {
      isOn = true
    }
    return !isOn
  }

  async function askOn(): Promise<void> {
    while (!isClosed) {
      await pause()
      if (!isClosed && (await ask())) break
    }
    asking = undefined
  }

  return {
    isOn: () => isOn,
    begin(error) {
      if (!isSaid) logger.error({ err: error }, 'the record of reads cannot be written: what reads in bulk is refused, live syncs are recorded in the spool')
      isSaid = true
      isOn = true
      refusals += 1
      asking ??= askOn()
    },
    worked() {
      if (isSaid && !isOn) logger.info({}, 'the record of reads is written again')
      if (!isOn) isSaid = false
    },
    async close() {
      isClosed = true
      wake()
      await asking
    },
  }
}
