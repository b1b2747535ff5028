// Everything the messenger says, in English, area by area.
import { details } from './en/details.ts'
import { frame } from './en/frame.ts'
import { keys } from './en/keys.ts'
import { media } from './en/media.ts'
import { rooms } from './en/rooms.ts'
import { search } from './en/search.ts'
import { settings } from './en/settings.ts'
import { standing } from './en/standing.ts'
import { talk } from './en/talk.ts'

/** The words. */
export const en = {
  ...details,
  ...frame,
  ...keys,
  ...media,
  ...rooms,
  ...search,
  ...settings,
  ...standing,
  ...talk,
} as const

/** What can be said. */
export type WordKey = keyof typeof en
