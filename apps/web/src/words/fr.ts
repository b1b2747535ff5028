// Everything the messenger says, in French, area by area.
import { frame } from './fr/frame.ts'
import { rooms } from './fr/rooms.ts'
import { standing } from './fr/standing.ts'
import { talk } from './fr/talk.ts'

/** The words. */
export const fr = { ...frame, ...rooms, ...standing, ...talk } as const
