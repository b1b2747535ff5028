// What the security desk tells many people at once: what of it the account has not acknowledged.
import { acknowledgeAnnouncement, listAnnouncements } from '@chappe/contract'
import type { ResponseOf } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { ClientEvent, RoomEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'

/** An announcement, in both languages. */
export interface Announcement {
  id: number
  severity: 'info' | 'warning' | 'critical'
  title: Readonly<Record<'fr' | 'en', string>>
  body: Readonly<Record<'fr' | 'en', string>>
  mustAcknowledge: boolean
  deadlineMs: number | undefined
}

/** What is not acknowledged. */
export interface Announcements {
  open: Live<readonly Announcement[]>
  /** Says that it was read; rejects where the server does not answer. */
  acknowledge(id: number): Promise<void>
  stop(): void
}

/** What a message of the server carries that is an announcement. */
const MARK = 'org.chappe.announcement'
/** A tab that was away for longer asks anew. */
const LOOK_AFTER_MS = 3_600_000

/** Begins to follow them: it asks at the start, when the server says something, and when somebody comes back to the tab. */
export function followAnnouncements(client: MatrixClient, signedIn: SignedIn): Announcements {
  const open = createStore<readonly Announcement[]>(() => [])
  let lookedAtMs = 0
  const look = (): void => {
    lookedAtMs = Date.now()
    signedIn
      .call({ method: listAnnouncements.method, path: listAnnouncements.path })
      .then((answer) => open.setState((answer as ResponseOf<typeof listAnnouncements>).announcements.map(toAnnouncement), true))
      // What is shown stays; the next look may find more.
      .catch(() => undefined)
  }
  const comeBack = (): void => {
    if (!document.hidden && Date.now() - lookedAtMs > LOOK_AFTER_MS) look()
  }
  client.on(ClientEvent.Event, (event) => {
    if (event.getContent()[MARK] !== undefined && event.getTs() > lookedAtMs) look()
  })
  // The first word of the server is an invitation to its room.
  client.on(RoomEvent.MyMembership, (_room, membership) => {
    if (membership === 'invite') look()
  })
  document.addEventListener('visibilitychange', comeBack)
  look()
  return {
    open,
    async acknowledge(id) {
      await signedIn.call({ method: acknowledgeAnnouncement.method, path: acknowledgeAnnouncement.path.replace('{announcementId}', String(id)), body: {} })
      open.setState(open.getState().filter((each) => each.id !== id), true)
    },
    stop: () => document.removeEventListener('visibilitychange', comeBack),
  }
}

function toAnnouncement(found: ResponseOf<typeof listAnnouncements>['announcements'][number]): Announcement {
  return {
    id: found.announcement_id,
    severity: found.severity,
    title: { fr: found.title_fr, en: found.title_en },
    body: { fr: found.body_fr, en: found.body_en },
    mustAcknowledge: found.must_acknowledge,
    deadlineMs: found.deadline_ms ?? undefined,
  }
}
