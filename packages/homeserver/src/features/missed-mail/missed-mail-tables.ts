// Row type of mails about what was missed.

/** See migration 0347. */
export interface MissedMailTable {
  user_nid: number
  sent_at_ms: number
  told_position: number
}

/** The tables of this feature. */
export interface MissedMailTables {
  missed_mail: MissedMailTable
}
