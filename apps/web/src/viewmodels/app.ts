// The messenger as its views see it: one model, and from it one for each screen.
import type { Live } from '../live.ts'
import type { About } from '../session/person/about.ts'
import type { Directory } from '../session/rooms/directory.ts'
import type { RoomActions } from '../session/rooms/room-actions.ts'
import { openAlertPage } from '../session/alerts/page.ts'
import type { Session } from '../session/session.ts'
import type { Connection, RoomSummary, Space } from '../session/types.ts'
import type { AccountModel } from './keys/account.ts'
import { createAccount } from './keys/account.ts'
import type { AlertsModel } from './alerts.ts'
import { createAlerts } from './alerts.ts'
import type { AnnouncementsModel } from './announcements.ts'
import { createAnnouncements } from './announcements.ts'
import type { AwayPeople } from './person/away.ts'
import { followAway } from './person/away.ts'
import type { ConversationModel } from './talk/conversation.ts'
import { createConversation } from './talk/conversation.ts'
import type { LaterModel } from './later/later.ts'
import { createLater } from './later/later.ts'
import type { EmojiShelf } from './composer/emoji-shelf.ts'
import { createEmojiShelf } from './composer/emoji-shelf.ts'
import type { ExploreModel } from './rooms/explore.ts'
import { createExplore } from './rooms/explore.ts'
import type { InboxModel } from './inbox.ts'
import { createInbox } from './inbox.ts'
import type { InviteMany } from './rooms/invite-many.ts'
import { createInviteMany } from './rooms/invite-many.ts'
import type { PersonCardModel } from './person/person-card.ts'
import { createPersonCard } from './person/person-card.ts'
import type { PeopleSearch } from './person/people-search.ts'
import { createPeopleSearch } from './person/people-search.ts'
import type { SendGuard } from './talk/readers.ts'
import { createSendGuard } from './talk/readers.ts'
import type { FilesModel } from './media/files.ts'
import { createFiles } from './media/files.ts'
import { readUndoSeconds } from './preferences.ts'
import type { ReportModel } from './report.ts'
import { createReport } from './report.ts'
import type { RoomListModel } from './rooms/room-list.ts'
import { createRoomList } from './rooms/room-list.ts'
import type { ScheduledModel } from './later/scheduled.ts'
import { createScheduled } from './later/scheduled.ts'
import type { SearchHit, SearchModel } from './search.ts'
import { findMessages, openSearchModel } from './search.ts'
import type { SpaceTree } from './rooms/space-tree.ts'
import { createSpaceTree } from './rooms/space-tree.ts'
import type { ConditionWords } from './search-suggest.ts'
import type { StandingModel } from './talk/standing.ts'
import { createStanding } from './talk/standing.ts'
import type { Version } from '../version.ts'
import type { SwitcherCommand, SwitcherModel } from './switcher.ts'
import { createSwitcher } from './switcher.ts'
import type { ValidityModel } from './validity.ts'
import { createValidity } from './validity.ts'

/** The messenger of somebody who is signed in. */
export interface AppModel {
  readonly userId: string
  readonly connection: Live<Connection>
  /** Every room that the account is in, invited to or asks to come into. */
  readonly rooms: Live<readonly RoomSummary[]>
  readonly roomList: RoomListModel
  readonly alerts: AlertsModel
  readonly report: ReportModel
  readonly validity: ValidityModel
  readonly announcements: AnnouncementsModel
  readonly standing: StandingModel
  /** Search in everything. Whoever opens it closes it. */
  openSearch(words: ConditionWords): SearchModel
  /** A few messages for the quick switcher. */
  findMessages(text: string, limit: number): Promise<readonly SearchHit[]>
  readonly sendGuard: SendGuard
  /** Somebody who is looked at. */
  readonly person: PersonCardModel
  readonly spaces: Live<readonly Space[]>
  /** The same as a tree. */
  readonly spaceTree: SpaceTree
  readonly inbox: InboxModel
  /** What was saved for later. */
  readonly later: LaterModel
  /** Messages that wait to be sent. */
  readonly scheduled: ScheduledModel
  readonly actions: RoomActions
  readonly directory: Directory
  /** Who of those one talks with is out of office. */
  readonly away: Live<AwayPeople>
  /** What is known of somebody beside their name. */
  aboutOf(userId: string): Promise<About>
  readonly emoji: EmojiShelf
  /** One's own account: keys, devices, profile, privacy, signing out. */
  readonly account: AccountModel
  readonly files: FilesModel
  /** Undefined where there is no such room. Whoever opens it closes it. */
  openConversation(roomId: string): ConversationModel | undefined
  /** An encrypted talk with somebody; gives back the room's id. */
  openTalk(userId: string): Promise<string>
  openExplore(): ExploreModel
  /** Whoever opens it closes it. */
  openInviteMany(roomId: string): InviteMany
  openPeopleSearch(): PeopleSearch
  /** Whoever opens it closes it. */
  openSwitcher(commands: readonly SwitcherCommand[]): SwitcherModel
}

/** Makes the model over a session. */
export function createApp(session: Session, version: Version): AppModel {
  const sendGuard = createSendGuard(session)
  const page = openAlertPage()
  const scheduled = createScheduled({ session, holdMs: () => readUndoSeconds(localStorage) * 1000, now: Date.now, newId: () => crypto.randomUUID() })
  const later = createLater({ session, page, now: Date.now })
  const files = createFiles(session, (roomId) => sendGuard.confirmSend(roomId, 'file'))
  const emoji = createEmojiShelf(() => (document.documentElement.lang.startsWith('fr') ? 'fr' : 'en'), localStorage)
  return {
    userId: session.userId,
    connection: session.connection,
    rooms: session.rooms.all,
    roomList: createRoomList(session, localStorage),
    alerts: createAlerts({ alerts: session.alerts, rooms: session.rooms, profile: session.profile, page, storage: localStorage, now: Date.now }),
    report: createReport(session.reports),
    validity: createValidity(session.validity, Date.now),
    announcements: createAnnouncements(session.announcements),
    sendGuard,
    person: createPersonCard(session),
    spaces: session.spaces,
    spaceTree: createSpaceTree({ spaces: session.spaces, rooms: session.rooms.all }, localStorage),
    later,
    scheduled,
    inbox: createInbox(session, later),
    actions: session.actions,
    directory: session.directory,
    away: followAway(session),
    aboutOf: (userId) => session.profile.aboutOf(userId),
    files,
    openSearch: (words) => openSearchModel(session, words),
    findMessages: (text, limit) => findMessages(session, text, limit),
    standing: createStanding({ connection: session.connection, health: session.health, storage: session.storage, version }),
    openConversation: (roomId) => createConversation({ session, drafts: session.drafts, scheduled, emoji, guard: sendGuard }, roomId),
    emoji,
    openTalk: session.openTalk,
    openExplore: () => createExplore(session),
    openSwitcher: (commands) => createSwitcher(session, { commands }),
    openInviteMany: (roomId) => {
      const admitsExternals = (): boolean => session.rooms.all.getState().find((room) => room.roomId === roomId)?.admitsExternals === true
      return createInviteMany({ directory: session.directory, actions: session.actions, userId: session.userId, admitsExternals, wait: (ms) => new Promise((done) => setTimeout(done, ms)) }, roomId)
    },
    openPeopleSearch: () => createPeopleSearch(session),
    account: createAccount(session, { countFiles: files.uploads.countUnsent, now: Date.now }),
  }
}
