// What can stand in place of a conversation, by address. An area adds its page in one line.
import type { ComponentType } from 'react'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { ExplorePage } from '../rooms/explore-page.tsx'
import { loadedLater } from './loaded-later.tsx'

/** A page. */
export interface Page {
  /** As wouter writes it: `/settings/:section?`. */
  path: string
  View: ComponentType
}

/** All pages there are. */
export const PAGES: readonly Page[] = [
  { path: '/search', View: loadedLater(async () => (await import('../search/search-page.tsx')).SearchPage) },
  { path: '/settings/:section?', View: loadedLater(async () => (await import('../settings/settings-page.tsx')).SettingsPage) },
  { path: '/inbox', View: InboxPage },
  { path: '/explore', View: ExplorePage },
]
