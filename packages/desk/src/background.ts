// Work in the background, one turn at a time: it begins with what was left, and goes on whenever it is woken.

/** Work that goes on. */
export interface Background {
  /** There is something to do: a turn begins, or follows the one that is on. */
  wake(): void
  /** Resolves when nothing is done at the moment. */
  settle(): Promise<void>
  /** No other turn begins; resolves when the one that is on has ended. */
  close(): Promise<void>
}

/** How it goes on. */
export interface BackgroundWay {
  /** It is woken so often, whoever else wakes it; left out: it is not. */
  everyMs?: number
  /** Is told what a turn has thrown. The next one begins when it is woken. */
  failed(error: unknown): void
}

/** Starts with a turn. `turn` ends early where `isClosed` says so: the process is about to stop. */
export function startInBackground(turn: (isClosed: () => boolean) => Promise<void>, { everyMs, failed }: BackgroundWay): Background {
  let isWoken = false
  let isClosed = false
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (isWoken && !isClosed) {
      isWoken = false
      await turn(() => isClosed).catch(failed)
    }
    // In the same step as the look above: whoever wakes it from now on begins anew.
    running = undefined
  }

  function wake(): void {
    if (isClosed) return
    isWoken = true
    running ??= run()
  }

  const timer = everyMs === undefined ? undefined : setInterval(wake, everyMs)
  timer?.unref()
  wake()
  return {
    wake,
    async settle() {
      while (running !== undefined) await running
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      await running
    },
  }
}
