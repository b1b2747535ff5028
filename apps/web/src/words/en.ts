// Everything the messenger says, in English, area by area.
import { frame } from './en/frame.ts'
import { rooms } from './en/rooms.ts'
import { standing } from './en/standing.ts'
import { talk } from './en/talk.ts'

/** The words. */
export const en = { ...frame, ...rooms, ...standing, ...talk } as const

/** What can be said. */
export type WordKey = keyof typeof en
