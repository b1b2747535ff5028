// Everything the messenger says, in English, area by area.
import { alerts } from './en/alerts.ts'
import { announcements } from './en/announcements.ts'
import { begin } from './en/begin.ts'
import { details } from './en/details.ts'
import { explore } from './en/explore.ts'
import { frame } from './en/frame.ts'
import { inbox } from './en/inbox.ts'
import { keys } from './en/keys.ts'
import { later } from './en/later.ts'
import { media } from './en/media.ts'
import { own } from './en/own.ts'
import { people } from './en/people.ts'
import { readers } from './en/readers.ts'
import { report } from './en/report.ts'
import { roomSettings } from './en/room-settings.ts'
import { rooms } from './en/rooms.ts'
import { search } from './en/search.ts'
import { sendLater } from './en/send-later.ts'
import { settings } from './en/settings.ts'
import { standing } from './en/standing.ts'
import { switcher } from './en/switcher.ts'
import { talk } from './en/talk.ts'
import { wayIn } from './en/way-in.ts'
import { weight } from './en/weight.ts'

/** The words. */
export const en = {
  ...alerts,
  ...announcements,
  ...begin,
  ...details,
  ...explore,
  ...frame,
  ...inbox,
  ...keys,
  ...later,
  ...media,
  ...own,
  ...people,
  ...readers,
  ...report,
  ...roomSettings,
  ...rooms,
  ...search,
  ...sendLater,
  ...settings,
  ...standing,
  ...switcher,
  ...talk,
  ...wayIn,
  ...weight,
} as const

/** What can be said. */
export type WordKey = keyof typeof en
