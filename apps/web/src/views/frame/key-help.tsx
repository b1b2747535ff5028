// What the keyboard can do, shown when it is asked for.
import { Ask } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { isKeyHelpShown } from './key-help-shown.ts'
import type { Shortcut } from './shortcuts.ts'
import { SHORTCUTS } from './shortcuts.ts'

/** The help; nothing until it is asked for. */
export function KeyHelp(): ReactNode {
  const { words } = useApp()
  const isOpen = useLive(isKeyHelpShown)
  return (
    <Ask title={words.say('app.keyHelp')} isOpen={isOpen} onClose={() => isKeyHelpShown.setState(false, true)}>
      <KeyList />
    </Ask>
  )
}

/** Every shortcut, and what it does. */
export function KeyList(): ReactNode {
  const { words } = useApp()
  return (
    <dl className="keys">
      {SHORTCUTS.map((shortcut) => (
        <div className="pair" key={shortcut.word}>
          <dt>
            <KeyNames shortcut={shortcut} />
          </dt>
          <dd>{words.say(shortcut.word)}</dd>
        </div>
      ))}
    </dl>
  )
}

const NAMES: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' }
const IS_MAC = navigator.userAgent.includes('Mac OS')

function KeyNames({ shortcut: { key, isControl, isAlt, isShift } }: { shortcut: Shortcut }): ReactNode {
  const held = [isControl === true ? (IS_MAC ? '⌘' : 'Ctrl') : '', isAlt === true ? (IS_MAC ? '⌥' : 'Alt') : '', isShift === true ? '⇧' : '']
  return [...held.filter((each) => each !== ''), NAMES[key] ?? key.toUpperCase()].map((each, at) => (
    <span key={each}>
      {at > 0 ? ' + ' : null}
      <kbd>{each}</kbd>
    </span>
  ))
}
