// The messages of a room for what reads through them from the newest to the oldest, whatever is unread.
import type { Live } from '../live.ts'
import type { Talk } from '../session/talk.ts'
import type { Message } from '../session/types.ts'

/** Messages, and the way back through them. */
export interface MessageSource {
  state: Live<{ messages: readonly Message[]; hasOlder: boolean }>
  /** Resolves when the newest are there. */
  open(): Promise<void>
  pageBack(): Promise<void>
  close(): void
}

/** The messages of a room that was opened for this. */
export function messagesOf({ timeline, close }: Pick<Talk, 'timeline' | 'close'>): MessageSource {
  const { state } = timeline
  let end: () => void = () => undefined
  return {
    state,
    async open() {
      if (state.getState().isOpening) {
        await new Promise<void>((done) => {
          end = state.subscribe(({ isOpening }) => (isOpening ? undefined : done()))
        })
        end()
      }
      if (state.getState().hasNewer) await timeline.goToNewest()
    },
    pageBack: () => timeline.page('back'),
    close() {
      end()
      close()
    },
  }
}
