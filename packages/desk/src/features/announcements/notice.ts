// An announcement as a message of the server: every client shows it, in both languages; ours knows it by its content.
import type { StoredAnnouncement } from './announcements-store.ts'

/** The message of one round. Sent again, it is the same one. */
export function noticeOf(announcement: StoredAnnouncement, publicUrl: string): { type: string; content: NoticeContent; txnId: string } {
  const { announcementNid, round, severity, mustAcknowledge, deadlineMs } = announcement
  return {
    type: 'm.room.message',
    content: {
      msgtype: 'm.text',
      body: bodyOf(announcement, publicUrl),
      'org.chappe.announcement': { announcement_id: announcementNid, severity, must_acknowledge: mustAcknowledge, deadline_ms: deadlineMs },
    },
    txnId: `announcement-${announcementNid}-${round}`,
  }
}

interface NoticeContent {
  [key: string]: string | { [key: string]: string | number | boolean | null }
}

function bodyOf({ titleFr, bodyFr, titleEn, bodyEn, mustAcknowledge, deadlineMs, round }: StoredAnnouncement, publicUrl: string): string {
  const day = deadlineMs === null ? '' : new Date(deadlineMs).toISOString().slice(0, 10)
  const askFr = mustAcknowledge ? [`À confirmer${day === '' ? '' : ` avant le ${day}`} : ${publicUrl}/`] : []
  const askEn = mustAcknowledge ? [`To be acknowledged${day === '' ? '' : ` before ${day}`}: ${publicUrl}/`] : []
  return [`${round === 0 ? '' : 'Rappel : '}${titleFr}`, bodyFr, ...askFr, '—', `${round === 0 ? '' : 'Reminder: '}${titleEn}`, bodyEn, ...askEn].join('\n\n')
}
