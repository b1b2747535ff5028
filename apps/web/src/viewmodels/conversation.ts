// One room that is open: what was said, who reads it, what can be done.
import type { Live } from '../live.ts'
import type { Session } from '../session/session.ts'
import type { TimelineState } from '../session/timeline.ts'
import type { RoomPeople, RoomStandings, RoomSummary } from '../session/types.ts'
import { derive } from './derive.ts'
import type { GallerySource } from './gallery.ts'
import type { Readers } from './readers.ts'
import { followStandings, readersOf } from './readers.ts'

/** What is seen of an open room. */
export interface ConversationState {
  /** Undefined once the room was left. */
  room: RoomSummary | undefined
  timeline: TimelineState
  people: RoomPeople
  /** Who the people are; undefined until the server has said. */
  standings: RoomStandings | undefined
  readers: Readers
}

/** An open room. */
export interface ConversationModel {
  readonly roomId: string
  state: Live<ConversationState>
  /** The messages alone, for what gathers pictures out of them. */
  messages: GallerySource
  pageBack(): Promise<void>
  send(text: string): Promise<void>
  resend(id: string): Promise<void>
  markRead(): Promise<void>
  join(): Promise<void>
  leave(): Promise<void>
  /** What was begun here and not sent. */
  findDraft(): string
  setDraft(text: string): void
  close(): void
}

/** Opens a room. Undefined where the account knows none of that id. */
export function createConversation(session: Session, roomId: string): ConversationModel | undefined {
  const timeline = session.findTimeline(roomId)
  const people = session.findPeople(roomId)
  if (timeline === undefined || people === undefined) return undefined
  const find = (): RoomSummary | undefined => session.rooms.all.getState().find((room) => room.roomId === roomId)
  const standings = followStandings(session, roomId, people.state)
  const { live, close } = derive([session.rooms.all, timeline.state, people.state, standings.live], () => {
    const room = find()
    return { room, timeline: timeline.state.getState(), people: people.state.getState(), standings: standings.live.getState(), readers: readersOf(room, people.state.getState(), standings.live.getState()) }
  })
  return {
    roomId,
    state: live,
    messages: timeline,
    pageBack: timeline.pageBack,
    send: timeline.send,
    resend: timeline.resend,
    markRead: timeline.markRead,
    join: () => session.join(roomId),
    leave: () => session.leave(roomId),
    findDraft: () => session.drafts.find(roomId)?.text ?? '',
    setDraft: (text) => session.drafts.set(roomId, { text }),
    close() {
      close()
      standings.close()
      timeline.close()
      people.close()
    },
  }
}
