// What stands above everything else when it is asked for: an area adds its own in one line. Each shows nothing until then.
import type { ComponentType } from 'react'
import { AlertWatch } from '../alerts/alert-watch.tsx'
import { AnnouncementWatch } from '../announcements/announcement-watch.tsx'
import { Begin } from '../begin/begin.tsx'
import { ConfirmSend } from '../composer/confirm-send.tsx'
import { KeyHelp } from './key-help.tsx'
import { LaterWatch } from '../later/later-watch.tsx'
import { LeaveWarning } from '../media/leave-warning.tsx'
import { OwnStatusOverlay } from '../person/own-status-overlay.tsx'
import { PersonOverlay } from '../person/person-overlay.tsx'
import { ReportDialog } from '../report/report-dialog.tsx'
import { SectionName } from '../rooms/section-head.tsx'
import { Switcher } from '../switcher/switcher.tsx'

/** All of them, by a name of their own. */
export const OVERLAYS: readonly { id: string; View: ComponentType }[] = [
  { id: 'switcher', View: Switcher },
  { id: 'keys', View: KeyHelp },
  { id: 'begin', View: Begin },
  { id: 'section', View: SectionName },
  { id: 'confirm-send', View: ConfirmSend },
  { id: 'leave', View: LeaveWarning },
  { id: 'alerts', View: AlertWatch },
  { id: 'person', View: PersonOverlay },
  { id: 'own-status', View: OwnStatusOverlay },
  { id: 'report', View: ReportDialog },
  { id: 'announcements', View: AnnouncementWatch },
  { id: 'later', View: LaterWatch },
]
