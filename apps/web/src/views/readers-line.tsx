// Above where one writes: who reads it. A press shows who they are.
import type { ReactNode } from 'react'
import { paths } from '../paths.ts'
import type { Readers } from '../viewmodels/readers.ts'
import { useApp } from './app-context.tsx'
import { Icon } from './icon.tsx'

const NAMED = 2

/** The line: how many, of where, whether some are from outside, whether it is encrypted. */
export function ReadersLine({ roomId, readers }: { roomId: string; readers: Readers }): ReactNode {
  const { words } = useApp()
  const { count, organisations, externals, elsewhere, isEncrypted } = readers
  const named = organisations.slice(0, NAMED).join(', ')
  const others = organisations.length - NAMED
  return (
    <a className="readers" href={paths.panel(roomId, 'details')}>
      <Icon name={isEncrypted ? 'lock' : 'unlocked'} />
      <span>{words.say('readers.count', { count })}</span>
      {named === '' ? null : <span className="readers-part">{others > 0 ? words.say('readers.organisationsMore', { named, count: others }) : named}</span>}
      {externals > 0 ? <span className="readers-part readers-warn">{words.say('readers.externals', { count: externals })}</span> : null}
      {elsewhere > 0 ? <span className="readers-part readers-warn">{words.say('readers.elsewhere', { count: elsewhere })}</span> : null}
      <span className={isEncrypted ? 'readers-part' : 'readers-part readers-warn'}>{words.say(isEncrypted ? 'readers.encrypted' : 'readers.notEncrypted')}</span>
    </a>
  )
}
