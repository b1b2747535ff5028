// Everything the messenger says, in English, area by area.
import { begin } from './en/begin.ts'
import { people } from './en/people.ts'
import { details } from './en/details.ts'
import { frame } from './en/frame.ts'
import { readers } from './en/readers.ts'
import { rooms } from './en/rooms.ts'
import { talk } from './en/talk.ts'

/** The words. */
export const en = { ...begin, ...people, ...details, ...frame, ...readers, ...rooms, ...talk } as const

/** What can be said. */
export type WordKey = keyof typeof en
