// Everything the messenger says, in French, area by area.
import { begin } from './fr/begin.ts'
import { people } from './fr/people.ts'
import { details } from './fr/details.ts'
import { frame } from './fr/frame.ts'
import { readers } from './fr/readers.ts'
import { rooms } from './fr/rooms.ts'
import { talk } from './fr/talk.ts'

/** The words. */
export const fr = { ...begin, ...people, ...details, ...frame, ...readers, ...rooms, ...talk } as const
