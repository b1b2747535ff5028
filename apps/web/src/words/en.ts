// Everything the messenger says, in English, area by area.
import { frame } from './en/frame.ts'
import { keys } from './en/keys.ts'
import { rooms } from './en/rooms.ts'
import { settings } from './en/settings.ts'
import { talk } from './en/talk.ts'

/** The words. */
export const en = { ...frame, ...keys, ...rooms, ...settings, ...talk } as const

/** What can be said. */
export type WordKey = keyof typeof en
