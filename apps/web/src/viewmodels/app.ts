// The messenger as its views see it: one model, and from it one for each screen.
import type { Live } from '../live.ts'
import type { Session } from '../session/session.ts'
import type { Connection, RoomSummary } from '../session/types.ts'
import type { AccountModel } from './keys/account.ts'
import { createAccount } from './keys/account.ts'
import type { ConversationModel } from './conversation.ts'
import { createConversation } from './conversation.ts'
import type { FilesModel } from './files.ts'
import { createFiles } from './files.ts'
import type { RoomListModel } from './room-list.ts'
import { createRoomList } from './room-list.ts'
import type { SearchHit, SearchModel } from './search.ts'
import { findMessages, openSearchModel } from './search.ts'
import type { StandingModel } from './standing.ts'
import { createStanding } from './standing.ts'
import type { Version } from '../version.ts'

/** The messenger of somebody who is signed in. */
export interface AppModel {
  readonly userId: string
  readonly connection: Live<Connection>
  /** Every room that the account is in, invited to or asks to come into. */
  readonly rooms: Live<readonly RoomSummary[]>
  readonly roomList: RoomListModel
  readonly standing: StandingModel
  /** Search in everything. Whoever opens it closes it. */
  openSearch(): SearchModel
  /** A few messages for the quick switcher. */
  findMessages(text: string, limit: number): Promise<readonly SearchHit[]>
  /** One's own account: keys, devices, profile, privacy, signing out. */
  readonly account: AccountModel
  readonly files: FilesModel
  /** Undefined where there is no such room. Whoever opens it closes it. */
  openConversation(roomId: string): ConversationModel | undefined
  /** An encrypted talk with somebody; gives back the room's id. */
  openTalk(userId: string): Promise<string>
}

/** Makes the model over a session. */
export function createApp(session: Session, version: Version): AppModel {
  return {
    userId: session.userId,
    connection: session.connection,
    rooms: session.rooms.all,
    roomList: createRoomList(session),
    openSearch: () => openSearchModel(session),
    findMessages: (text, limit) => findMessages(session, text, limit),
    standing: createStanding({ connection: session.connection, health: session.health, storage: session.storage, version }),
    account: createAccount(session),
    files: createFiles(session, () => Promise.resolve(true)),
    openConversation: (roomId) => createConversation(session, roomId),
    openTalk: session.openTalk,
  }
}
