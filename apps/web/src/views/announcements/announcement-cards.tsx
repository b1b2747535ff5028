// Announcements of the security desk: one that has to be acknowledged in front of everything, others in the corner.
import './announcements.css'
import { Ask, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Announcement, AnnouncementCards as Cards } from '../../viewmodels/announcements.ts'
import { useApp } from '../app-context.tsx'

/** The cards. */
export function AnnouncementCards({ cards: { front, beside, hasFailed } }: { cards: Cards }): ReactNode {
  const { words } = useApp()
  if (front !== undefined) {
    return (
      // It stays: there is nothing else to do with it than to say that one has read it.
      <Ask key={front.id} title={front.title[words.language]} isOpen onClose={() => undefined}>
        <Card announcement={front} hasFailed={hasFailed} />
      </Ask>
    )
  }
  return (
    <aside className="announcements" aria-label={words.say('announcements.title')}>
      {beside.map((announcement) => (
        <article key={announcement.id} className={`announcement announcement-${announcement.severity}`}>
          <h2>{announcement.title[words.language]}</h2>
          <Card announcement={announcement} hasFailed={hasFailed} />
        </article>
      ))}
    </aside>
  )
}

function Card({ announcement, hasFailed }: { announcement: Announcement; hasFailed: boolean }): ReactNode {
  const { model, words } = useApp()
  const [isBusy, setBusy] = useState(false)
  const { id, severity, mustAcknowledge, deadlineMs } = announcement
  const acknowledge = async (): Promise<void> => {
    setBusy(true)
    await model.announcements.acknowledge(id)
    setBusy(false)
  }
  return (
    <div className="announcement-card">
      <p className={`announcement-from announcement-from-${severity}`}>{words.say(`announcements.from.${severity}`)}</p>
      <p className="announcement-body">{announcement.body[words.language]}</p>
      {mustAcknowledge ? <p className="soft">{deadlineMs === undefined ? words.say('announcements.asked') : words.say('announcements.until', { day: words.day(deadlineMs) })}</p> : null}
      {hasFailed ? (
        <Notice tone="bad">
          <p>{words.say('announcements.failed')}</p>
        </Notice>
      ) : null}
      <div className="row row-end">
        <Button kind="main" isBusy={isBusy} onPress={() => void acknowledge()}>
          {words.say(mustAcknowledge ? 'announcements.acknowledge' : 'announcements.close')}
        </Button>
      </div>
    </div>
  )
}
