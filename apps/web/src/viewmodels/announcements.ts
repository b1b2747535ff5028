// Announcements as cards: one that has to be acknowledged stands in front of everything, the others beside.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Announcement, Announcements } from '../session/announcements.ts'
import { derive } from './derive.ts'

export type { Announcement } from '../session/announcements.ts'

/** What is seen of them. */
export interface AnnouncementCards {
  /** Stands in front until it is acknowledged. */
  front: Announcement | undefined
  beside: readonly Announcement[]
  /** Whether the server could not be told that one was read. */
  hasFailed: boolean
}

/** Announcements. */
export interface AnnouncementsModel {
  state: Live<AnnouncementCards>
  acknowledge(id: number): Promise<void>
}

const BESIDE_MAX = 2

/** Makes the model. */
export function createAnnouncements(announcements: Pick<Announcements, 'open' | 'acknowledge'>): AnnouncementsModel {
  const hasFailed = createStore(() => false)
  const { live } = derive([announcements.open, hasFailed], (): AnnouncementCards => {
    const open = announcements.open.getState()
    return { front: open.find((each) => each.mustAcknowledge), beside: open.filter((each) => !each.mustAcknowledge).slice(0, BESIDE_MAX), hasFailed: hasFailed.getState() }
  })
  return {
    state: live,
    async acknowledge(id) {
      hasFailed.setState(false, true)
      await announcements.acknowledge(id).catch(() => hasFailed.setState(true, true))
    },
  }
}
