// What can stand in place of a conversation, by address. An area adds its page in one line.
import type { ComponentType } from 'react'
import { SearchPage } from '../search/search-page.tsx'
import { ExplorePage } from '../rooms/explore-page.tsx'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'

/** A page. */
export interface Page {
  /** As wouter writes it: `/settings/:section?`. */
  path: string
  View: ComponentType
}

/** All pages there are. */
export const PAGES: readonly Page[] = [
  { path: '/search', View: SearchPage },
  { path: '/settings/:section?', View: SettingsPage },
  { path: '/inbox', View: InboxPage },
  { path: '/explore', View: ExplorePage },
]
