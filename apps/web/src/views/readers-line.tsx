// Above where one writes: who reads it. A press shows who they are.
import type { ReactNode } from 'react'
import { paths } from '../paths.ts'
import type { Readers } from '../viewmodels/readers.ts'
import { useApp } from './app-context.tsx'
import { Icon } from './icon.tsx'

/** The line. */
export function ReadersLine({ roomId, readers }: { roomId: string; readers: Readers }): ReactNode {
  const { words } = useApp()
  return (
    <a className="readers" href={paths.panel(roomId, 'details')}>
      <Icon name={readers.isEncrypted ? 'lock' : 'unlocked'} />
      <span>{words.say('readers.line', { count: readers.count, encrypted: readers.isEncrypted ? 'yes' : 'no' })}</span>
    </a>
  )
}
