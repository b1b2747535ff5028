// Everything the messenger says, in French, area by area.
import { alerts } from './fr/alerts.ts'
import { announcements } from './fr/announcements.ts'
import { begin } from './fr/begin.ts'
import { details } from './fr/details.ts'
import { explore } from './fr/explore.ts'
import { frame } from './fr/frame.ts'
import { inbox } from './fr/inbox.ts'
import { keys } from './fr/keys.ts'
import { later } from './fr/later.ts'
import { media } from './fr/media.ts'
import { own } from './fr/own.ts'
import { people } from './fr/people.ts'
import { readers } from './fr/readers.ts'
import { report } from './fr/report.ts'
import { roomSettings } from './fr/room-settings.ts'
import { rooms } from './fr/rooms.ts'
import { search } from './fr/search.ts'
import { sendLater } from './fr/send-later.ts'
import { settings } from './fr/settings.ts'
import { standing } from './fr/standing.ts'
import { switcher } from './fr/switcher.ts'
import { talk } from './fr/talk.ts'
import { wayIn } from './fr/way-in.ts'
import { weight } from './fr/weight.ts'

/** The words. */
export const fr = {
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
