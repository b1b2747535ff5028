// An announcement as a message of the server: every client shows it, in both languages; ours knows it by its content.
import { letterContent } from '@chappe/policy'
import type { StoredAnnouncement } from './announcements-store.ts'

/** The message of one round. Sent again, it is the same one. */
export function noticeOf(announcement: StoredAnnouncement, publicUrl: string): { type: string; content: NoticeContent; txnId: string } {
  const { announcementNid, round, severity, mustAcknowledge, deadlineMs } = announcement
  return {
    type: 'm.room.message',
    content: {
      ...announcementLetter(announcement, publicUrl),
      'org.chappe.announcement': { announcement_id: announcementNid, severity, must_acknowledge: mustAcknowledge, deadline_ms: deadlineMs },
    },
    txnId: `announcement-${announcementNid}-${round}`,
  }
}

interface NoticeContent {
  [key: string]: string | { [key: string]: string | number | boolean | null }
}

function announcementLetter({ titleFr, bodyFr, titleEn, bodyEn, mustAcknowledge, deadlineMs, round }: StoredAnnouncement, publicUrl: string): ReturnType<typeof letterContent> {
  const day = deadlineMs === null ? '' : new Date(deadlineMs).toISOString().slice(0, 10)
  const askFr = mustAcknowledge ? [`À confirmer${day === '' ? '' : ` avant le ${day}`} : ${publicUrl}/`] : []
  const askEn = mustAcknowledge ? [`To be acknowledged${day === '' ? '' : ` before ${day}`}: ${publicUrl}/`] : []
  const fr = [`${round === 0 ? '' : 'Rappel : '}${titleFr}`, bodyFr, ...askFr].join('\n\n')
  const en = [`${round === 0 ? '' : 'Reminder: '}${titleEn}`, bodyEn, ...askEn].join('\n\n')
  return letterContent({ fr, en }, [fr, '—', en].join('\n\n'))
}
