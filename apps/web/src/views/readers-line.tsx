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
  const parts = [
    { text: words.say('readers.count', { count }), isWarning: false },
    { text: others > 0 ? words.say('readers.organisationsMore', { named, count: others }) : named, isWarning: false },
    { text: externals > 0 ? words.say('readers.externals', { count: externals }) : '', isWarning: true },
    { text: elsewhere > 0 ? words.say('readers.elsewhere', { count: elsewhere }) : '', isWarning: true },
    { text: words.say(isEncrypted ? 'readers.encrypted' : 'readers.notEncrypted'), isWarning: !isEncrypted },
  ]
  return (
    <a className="readers" href={paths.panel(roomId, 'details')}>
      <Icon name={isEncrypted ? 'lock' : 'unlocked'} />
      <span>
        {parts
          .filter(({ text }) => text !== '')
          .map(({ text, isWarning }, at) => (
            <span key={text}>
              {at > 0 ? ' · ' : ''}
              <span className={isWarning ? 'readers-warn' : ''}>{text}</span>
            </span>
          ))}
      </span>
    </a>
  )
}
