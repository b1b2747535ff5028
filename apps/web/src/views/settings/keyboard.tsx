// Which keys do what.
import type { ReactNode } from 'react'
import type { WordKey } from '../../words/en.ts'
import { useApp } from '../app-context.tsx'

/** What keys do. Whoever gives a key a meaning adds a line. `keys`: as they are printed on a keyboard, pressed together. */
const SHORTCUTS: readonly { keys: readonly string[]; does: WordKey }[] = [
  { keys: ['Enter'], does: 'keyboard.send' },
  { keys: ['Shift', 'Enter'], does: 'keyboard.newLine' },
  { keys: ['Tab'], does: 'keyboard.next' },
  { keys: ['Esc'], does: 'keyboard.close' },
]

/** The list of them. */
export function KeyboardSection(): ReactNode {
  const { words } = useApp()
  return (
    <dl className="facts">
      {SHORTCUTS.map(({ keys, does }) => (
        <div className="pair" key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{words.say(does)}</dd>
        </div>
      ))}
    </dl>
  )
}
