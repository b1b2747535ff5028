// The messages of a room for what reads through them from the newest to the oldest, whatever is unread.
import type { Live } from '../../live.ts'
import type { Talk } from '../../session/talk/talk.ts'
import type { Timeline } from '../../session/talk/timeline.ts'
import type { Message } from '../../session/types.ts'

/** Messages, and the way back through them. */
export interface MessageSource {
  state: Live<{ messages: readonly Message[]; hasOlder: boolean }>
  /** Resolves when the newest are there. */
  open(): Promise<void>
  pageBack(): Promise<void>
  /** What was answered below a message, from the oldest, without that message; at most the last `THREAD_MAX`. */
  listThread(rootId: string): Promise<readonly Message[]>
  close(): void
}

/** More is answered below no message that anybody reads. */
export const THREAD_MAX = 2000
/** A server that gives nothing, page after page, is asked so often. */
const PAGES_MAX = 200

/** The messages of a room that was opened for this. */
export function messagesOf({ timeline, openThread, close }: Pick<Talk, 'timeline' | 'openThread' | 'close'>): MessageSource {
  const opening = createOpening(timeline)
  return {
    state: timeline.state,
    open: opening.open,
    pageBack: () => timeline.page('back'),
    async listThread(rootId) {
      const thread = await openThread(rootId)
      if (thread === undefined) return []
      try {
        return await readAll(thread, rootId)
      } finally {
        thread.close()
      }
    },
    close() {
      opening.close()
      close()
    },
  }
}

async function readAll(thread: Timeline, rootId: string): Promise<readonly Message[]> {
  const opening = createOpening(thread)
  try {
    await opening.open()
    for (let page = 0; page < PAGES_MAX && thread.state.getState().hasOlder && thread.state.getState().messages.length <= THREAD_MAX; page += 1) await thread.page('back')
    return thread.state.getState().messages.filter(({ id }) => id !== rootId).slice(-THREAD_MAX)
  } finally {
    opening.close()
  }
}

/** Waits until a timeline has opened, and stands at its newest. */
function createOpening({ state, goToNewest }: Timeline): { open(): Promise<void>; close(): void } {
  let end: () => void = () => undefined
  return {
    async open() {
      if (state.getState().isOpening) {
        await new Promise<void>((done) => {
          end = state.subscribe(({ isOpening }) => (isOpening ? undefined : done()))
        })
        end()
      }
      if (state.getState().hasNewer) await goToNewest()
    },
    close: () => end(),
  }
}
