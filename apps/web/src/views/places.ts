// Where the rail leads to. An area adds its place in one line.
import { paths } from '../paths.ts'
import type { WordKey } from '../words/en.ts'
import type { IconName } from './icon.tsx'

/** A place of the rail. */
export interface RailPlace {
  href: string
  word: WordKey
  icon: IconName
  /** Whether an address is within it. */
  holds(path: string): boolean
}

const below = (href: string) => (path: string): boolean => path === href || path.startsWith(`${href}/`)

/** All of them, from the top. */
export const RAIL_PLACES: readonly RailPlace[] = [
  { href: paths.home(), word: 'app.talks', icon: 'talks', holds: (path) => path === paths.home() || path.startsWith('/rooms/') },
  { href: paths.inbox(), word: 'app.inbox', icon: 'inbox', holds: below(paths.inbox()) },
  { href: paths.explore(), word: 'app.explore', icon: 'explore', holds: below(paths.explore()) },
  { href: paths.search(), word: 'search.title', icon: 'search', holds: below(paths.search()) },
  { href: paths.settings(), word: 'app.settings', icon: 'settings', holds: below(paths.settings()) },
]
