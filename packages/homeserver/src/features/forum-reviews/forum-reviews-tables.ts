// Row type of reminders of forums.

/** See migration 0308. */
export interface ForumReminderTable {
  room_nid: number
  review_at_ms: number
  step: 'soon' | 'due' | 'closed'
  user_id: string
}

/** The tables of this feature. */
export interface ForumReviewsTables {
  forum_reminder: ForumReminderTable
}
