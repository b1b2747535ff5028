// One room that is open: what was said, who reads it, what can be done.
import type { Live } from '../../live.ts'
import type { Session } from '../../session/session.ts'
import type { TalkActions } from '../../session/talk/talk-actions.ts'
import type { TalkSignsState } from '../../session/talk/talk-signs.ts'
import type { RoomPeople, RoomStandings, RoomSummary } from '../../session/types.ts'
import type { ComposerModel, ComposerParts } from '../composer/composer.ts'
import { createComposer } from '../composer/composer.ts'
import { derive } from '../derive.ts'
import type { EmojiShelf } from '../composer/emoji-shelf.ts'
import type { GallerySource } from '../media/gallery.ts'
import { groupsOf } from '../composer/groups.ts'
import type { Readers } from './readers.ts'
import type { SendGuard } from './readers.ts'
import { followStandings, readersOf } from './readers.ts'
import type { ThreadModel } from './thread.ts'
import type { TimelineModel } from './timeline.ts'
import { createTimelineModel } from './timeline.ts'

/** What is seen of an open room, apart from its messages. */
export interface ConversationState {
  /** Undefined once the room was left. */
  room: RoomSummary | undefined
  people: RoomPeople
  /** Who the people are; undefined until the server has said. */
  standings: RoomStandings | undefined
  readers: Readers
}

/** An open room. */
export interface ConversationModel {
  readonly roomId: string
  state: Live<ConversationState>
  /** Who is writing, what is pinned, what one may do. */
  signs: Live<TalkSignsState>
  timeline: TimelineModel
  /** The messages alone, for what gathers pictures out of them. */
  messages: GallerySource
  composer: ComposerModel
  actions: TalkActions
  /** What groups are called in the language of the screen. */
  nameGroups(names: { moderators: string }): void
  /** The thread below a message; undefined where there is no such message. Whoever opens it closes it. */
  openThread(rootId: string): Promise<ThreadModel | undefined>
  /** Rooms that a message can be sent on to. */
  listForwardRooms(): readonly RoomSummary[]
  join(): Promise<void>
  leave(): Promise<void>
  close(): void
}

/** What a conversation is made over. */
export interface ConversationParts {
  session: Session
  drafts: ComposerParts['drafts']
  scheduled: ComposerParts['scheduled']
  emoji: EmojiShelf
  /** Asks before something goes out where everybody can read it. */
  guard: SendGuard
}

/** Opens a room. Undefined where the account knows none of that id. */
export function createConversation(parts: ConversationParts, roomId: string): ConversationModel | undefined {
  const { session, drafts, emoji, guard } = parts
  const talk = session.findTalk(roomId)
  const people = session.findPeople(roomId)
  if (talk === undefined || people === undefined) return undefined
  const find = (): RoomSummary | undefined => session.rooms.all.getState().find((room) => room.roomId === roomId)
  const standings = followStandings(session, roomId, people.state)
  let before: ConversationState | undefined
  const { live, close } = derive([session.rooms.all, people.state, standings.live], () => {
    const now = { room: find(), people: people.state.getState(), standings: standings.live.getState() }
    // What happens in other rooms changes nothing here.
    if (before === undefined || before.room !== now.room || before.people !== now.people || before.standings !== now.standings) before = { ...now, readers: readersOf(now.room, now.people, now.standings) }
    return before
  })
  // The room of the server is a box for letters: who came into it is nobody's news.
  const timeline = createTimelineModel(talk.timeline, { holdsChanges: find()?.isOfServer !== true })

  const { actions, signs } = talk
  let groupNames = { moderators: '' }
  function composerParts(model: TimelineModel, threadId?: string): ComposerParts {
    return {
      key: threadId === undefined ? roomId : `${roomId}/${threadId}`,
      place: { roomId, threadId },
      scheduled: parts.scheduled,
      actions,
      drafts,
      offered: () => ({
        me: session.userId,
        people: live.getState().people,
        groups: groupsOf({ me: session.userId, ...live.getState(), mayNotifyAll: signs.state.getState().rights.notifyAll, ...groupNames }),
        rooms: session.rooms.all.getState(),
        emoji: emoji.book(),
        mayNotifyAll: signs.state.getState().rights.notifyAll,
      }),
      need(kind, loaded) {
        if (kind === 'emoji' && emoji.book() === undefined) void emoji.load().then(loaded, () => undefined)
      },
      find: model.find,
      lastOwn: model.lastOwn,
      confirmSend: async (told) => (await guard.confirmTold(roomId, told)) && guard.confirmSend(roomId, 'message'),
    }
  }

  const composer = createComposer(composerParts(timeline))
  return {
    roomId,
    state: live,
    signs: signs.state,
    timeline,
    messages: { state: talk.timeline.state, pageBack: () => talk.timeline.page('back') },
    composer,
    actions,
    nameGroups(names) {
      groupNames = names
    },
    async openThread(rootId) {
      const opened = await talk.openThread(rootId)
      return opened === undefined ? undefined : toThread(rootId, createTimelineModel(opened), (model) => createComposer(composerParts(model, rootId)))
    },
    listForwardRooms: () => session.rooms.all.getState().filter((room) => room.membership === 'join' && room.kind !== 'space' && !room.isOfServer),
    join: () => session.join(roomId),
    leave: () => session.leave(roomId),
    close() {
      close()
      standings.close()
      composer.close()
      timeline.close()
      talk.close()
      people.close()
    },
  }
}

function toThread(rootId: string, timeline: TimelineModel, makeComposer: (timeline: TimelineModel) => ComposerModel): ThreadModel {
  const composer = makeComposer(timeline)
  return {
    rootId,
    timeline,
    composer,
    close() {
      composer.close()
      timeline.close()
    },
  }
}
