// Which keys do what.
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { hasLetters, setLetters } from './shortcuts.ts'
import type { OpenPlace } from './use-places.ts'

/** The help. */
export function Help({ places, onClose }: { places: readonly OpenPlace[]; onClose: () => void }): ReactNode {
  const { words } = useDesk()
  const [isOn, setOn] = useState(hasLetters())
  const keys = [
    { keys: ['Ctrl', 'K'], what: words.say('commands.open') },
    { keys: ['/'], what: words.say('keys.search') },
    { keys: ['j'], what: words.say('keys.next') },
    { keys: ['k'], what: words.say('keys.before') },
    { keys: ['Ctrl', 'Enter'], what: words.say('keys.submit') },
    { keys: ['?'], what: words.say('keys.open') },
    ...places.flatMap(({ letter, label }) => (letter === undefined ? [] : [{ keys: ['g', letter], what: words.say(label) }])),
  ]
  return (
    <Ask title={words.say('keys.title')} isOpen onClose={onClose}>
      <dl className="keys">
        {keys.map(({ keys: [first = '', second], what }) => (
          <div key={what} className="pair">
            <dt>
              <kbd>{first}</kbd>
              {second === undefined ? null : <kbd>{second}</kbd>}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label className="row">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            setLetters(event.target.checked)
            setOn(event.target.checked)
          }}
        />
        {words.say('keys.letters')}
      </label>
      <div className="row row-end">
        <Button kind="main" onPress={onClose}>
          {words.say('keys.close')}
        </Button>
      </div>
    </Ask>
  )
}
