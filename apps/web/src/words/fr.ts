// Everything the messenger says, in French, area by area.
import { details } from './fr/details.ts'
import { frame } from './fr/frame.ts'
import { keys } from './fr/keys.ts'
import { media } from './fr/media.ts'
import { rooms } from './fr/rooms.ts'
import { search } from './fr/search.ts'
import { settings } from './fr/settings.ts'
import { standing } from './fr/standing.ts'
import { talk } from './fr/talk.ts'

/** The words. */
export const fr = {
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
