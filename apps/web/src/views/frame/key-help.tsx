// What the keyboard can do, shown when it is asked for.
import { Ask } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Switch } from '../alerts/switch.tsx'
import { useApp, useLive } from '../app-context.tsx'
import { isKeyHelpShown } from './key-help-shown.ts'
import { WRITING_KEYS } from '../composer/keys.ts'
import { MESSAGE_KEYS } from '../message/keys.ts'
import type { Shortcut } from './shortcuts.ts'
import { SHORTCUTS } from './shortcuts.ts'

/** The help; nothing until it is asked for. */
export function KeyHelp(): ReactNode {
  const { words } = useApp()
  const isOpen = useLive(isKeyHelpShown)
  return (
    <Ask title={words.say('app.keyHelp')} isOpen={isOpen} onClose={() => isKeyHelpShown.setState(false, true)} closeName={words.say('app.close')}>
      <KeyList />
    </Ask>
  )
}

/** Every shortcut, and what it does. */
export function KeyList(): ReactNode {
  const { words, preferences } = useApp()
  const { hasOneKeys } = useLive(preferences.state)
  return (
    <div className="keys-all">
      <Keys keys={SHORTCUTS} />
      <h2 className="keys-title">{words.say('keys.onWriting')}</h2>
      <Keys keys={WRITING_KEYS} />
      <p className="soft">{words.say('keys.type')}</p>
      <h2 className="keys-title">{words.say('keys.onMessage')}</h2>
      <Keys keys={MESSAGE_KEYS} />
      <Switch label={words.say('keys.oneKeys')} help={words.say('keys.oneKeysHelp')} isOn={hasOneKeys} onChange={preferences.setOneKeys} />
    </div>
  )
}

type Named = Pick<Shortcut, 'key' | 'isControl' | 'isAlt' | 'isShift' | 'word'>

function Keys({ keys }: { keys: readonly Named[] }): ReactNode {
  const { words } = useApp()
  return (
    <dl className="keys">
      {keys.map((shortcut) => (
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

const NAMES: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Delete: '⌦', Enter: '⏎', ' ': '␣' }
const IS_MAC = navigator.userAgent.includes('Mac OS')

function KeyNames({ shortcut: { key, isControl, isAlt, isShift } }: { shortcut: Named }): ReactNode {
  const held = [isControl === true ? (IS_MAC ? '⌘' : 'Ctrl') : '', isAlt === true ? (IS_MAC ? '⌥' : 'Alt') : '', isShift === true ? '⇧' : '']
  return [...held.filter((each) => each !== ''), NAMES[key] ?? key.toUpperCase()].map((each, at) => (
    <span key={each}>
      {at > 0 ? ' + ' : null}
      <kbd>{each}</kbd>
    </span>
  ))
}
