// Row type of rooms for server notices.

/** See migration 0157. */
export interface NoticeRoomTable {
  user_id: string
  room_nid: number
}

/** The tables of this feature. */
export interface ServerNoticesTables {
  notice_room: NoticeRoomTable
}
