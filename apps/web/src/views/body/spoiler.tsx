// Words that are covered until somebody wants to read them.
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp } from '../app-context.tsx'

/** The words; `reason` says what they are about. */
export function Spoiler({ reason, children }: { reason: string; children: ReactNode }): ReactNode {
  const { words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen) return <span className="spoiler">{children}</span>
  return (
    <button type="button" className="spoiler spoiler-closed" onClick={() => setIsOpen(true)}>
      {reason === '' ? words.say('body.spoiler') : words.say('body.spoilerAbout', { reason })}
    </button>
  )
}
