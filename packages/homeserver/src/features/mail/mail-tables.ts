// Row type of outgoing mail.
import type { Generated } from 'kysely'

/** See migration 0260. */
export interface OutgoingMailTable {
  mail_nid: Generated<number>
  recipient: string
  subject: string
  body_text: string
  body_html: string | null
  purpose: 'code' | 'notice'
  message_id: string
  attempts: Generated<number>
  next_attempt_at_ms: number
  ends_at_ms: number
  tracking: string | null
}

/** See migration 0395. */
export interface MailOutcomeTable {
  tracking: string
  outcome: 'sent' | 'failed'
  at_ms: number
}

/** The tables of this feature. */
export interface MailTables {
  outgoing_mail: OutgoingMailTable
  mail_outcome: MailOutcomeTable
}
