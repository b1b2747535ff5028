// What stands beside a conversation: one panel at a time, on a phone in its place.
import type { ComponentType, ReactNode } from 'react'
import { paths } from '../../paths.ts'
import type { WordKey } from '../../words/en.ts'
import { useApp } from '../app-context.tsx'
import type { IconName } from '../icon.tsx'
import { Icon } from '../icon.tsx'
import { loadedLater } from './loaded-later.tsx'
import type { PanelProps } from './panel-props.ts'
import { ThreadPanel } from '../message/thread-panel.tsx'

/** A panel. */
export interface Panel {
  /** Its name in addresses: `paths.panel(roomId, id, item)`. */
  id: string
  title: WordKey
  icon: IconName
  /** Whether the head of a room has a button for it. */
  isInHead: boolean
  View: ComponentType<PanelProps>
}

/** All panels there are; the head shows its buttons in this order. */
export const PANELS: readonly Panel[] = [
  { id: 'files', title: 'roomFiles.title', icon: 'files', isInHead: true, View: loadedLater(async () => (await import('../media/room-files.tsx')).RoomFilesPanel) },
  { id: 'export', title: 'export.title', icon: 'save', isInHead: false, View: loadedLater(async () => (await import('../media/export.tsx')).ExportPanel) },
  { id: 'details', title: 'details.title', icon: 'details', isInHead: true, View: loadedLater(async () => (await import('../details/room-details.tsx')).RoomDetails) },
  { id: 'thread', title: 'thread.title', icon: 'threads', isInHead: false, View: ThreadPanel },
]

/** The panel that an address names, with its name and the way to close it. */
export function SidePanel({ panel: { title, View }, ...props }: PanelProps & { panel: Panel }): ReactNode {
  const { words } = useApp()
  return (
    <section className="panel" aria-labelledby="panel-title" data-region tabIndex={-1}>
      <header className="panel-head">
        <h2 id="panel-title">{words.say(title)}</h2>
        <a className="tool" href={paths.room(props.roomId)} aria-label={words.say('app.closePanel')}>
          <Icon name="close" />
        </a>
      </header>
      <div className="panel-body">
        <View {...props} />
      </div>
    </section>
  )
}
