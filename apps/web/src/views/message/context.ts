// What messages are drawn within: the room, the room's messages or one thread's, and where one answers them.
import { createContext, useContext } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'
import type { TimelineModel } from '../../viewmodels/talk/timeline.ts'

/** What messages are drawn within. */
export interface TalkWithin {
  conversation: ConversationModel
  timeline: TimelineModel
  composer: ComposerModel
  /** The thread, where these are its messages. */
  threadId: string | undefined
}

/** Gives it to the messages below. */
export const TalkContext = createContext<TalkWithin | undefined>(undefined)

/** What a message is drawn within. */
export function useTalk(): TalkWithin {
  const talk = useContext(TalkContext)
  if (talk === undefined) throw new Error('this view stands outside a conversation')
  return talk
}
