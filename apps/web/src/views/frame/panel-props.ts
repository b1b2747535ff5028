// What a panel beside a conversation is given.
import type { ConversationModel } from '../../viewmodels/talk/conversation.ts'

/** `item`: what in it is meant, from its address, such as one thread. */
export interface PanelProps {
  roomId: string
  conversation: ConversationModel
  item: string | undefined
}
