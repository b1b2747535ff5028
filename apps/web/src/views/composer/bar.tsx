// Looks of what is written: each button dresses what is selected.
import type { ReactNode } from 'react'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { Dress } from '../../viewmodels/composer/composer-text.ts'
import { useApp } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

const BUTTONS: readonly { how: Dress; sign: ReactNode }[] = [
  { how: 'bold', sign: 'B' },
  { how: 'italic', sign: 'I' },
  { how: 'strike', sign: 'S' },
  { how: 'code', sign: '</>' },
  { how: 'link', sign: <Icon name="link" /> },
  { how: 'quote', sign: '❝' },
  { how: 'list', sign: '•' },
  { how: 'numbers', sign: '1.' },
  { how: 'formula', sign: '∑' },
]

/** The bar. */
export function ComposerBar({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  return (
    <div className="composer-bar" role="toolbar" aria-label={words.say('compose.bar')}>
      {BUTTONS.map(({ how, sign }) => (
        <button
          key={how}
          type="button"
          className={`tool composer-${how}`}
          aria-label={words.say(`compose.${how}`)}
          title={words.say(`compose.${how}`)}
          // The field keeps its selection.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => composer.dress(how)}
        >
          {sign}
        </button>
      ))}
      <span className="soft composer-hint">{words.say('compose.markdown')}</span>
    </div>
  )
}
