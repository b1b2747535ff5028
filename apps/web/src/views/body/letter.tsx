// What the server wrote: in the language of whoever reads, with the other one a press away. Each is marked as what it is.
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Letter } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { PlainText } from './plain.tsx'

/** The letter. */
export function LetterBody({ letter }: { letter: Letter }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  const other = words.language === 'fr' ? 'en' : 'fr'
  return (
    <>
      <div className="message-text" lang={words.language}>
        <PlainText text={letter[words.language]} />
      </div>
      {isOpen ? (
        <div className="message-text message-other" lang={other}>
          <PlainText text={letter[other]} />
        </div>
      ) : null}
      <button type="button" className="link link-below" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {words.say(isOpen ? 'talk.letter.hide' : 'talk.letter.other')}
      </button>
    </>
  )
}
