// Everything the messenger says, in English, area by area.
import { begin } from './en/begin.ts'
import { details } from './en/details.ts'
import { frame } from './en/frame.ts'
import { people } from './en/people.ts'
import { readers } from './en/readers.ts'
import { rooms } from './en/rooms.ts'
import { settings } from './en/settings.ts'
import { talk } from './en/talk.ts'

/** The words. */
export const en = {
  ...begin,
  ...details,
  ...frame,
  ...people,
  ...readers,
  ...rooms,
  ...settings,
  ...talk,
} as const

/** What can be said. */
export type WordKey = keyof typeof en
