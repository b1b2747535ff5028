// The head of a page that stands in place of a conversation.
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useApp } from './app-context.tsx'

/** Its name, and what can be done there. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  const { words } = useApp()
  useEffect(() => {
    document.title = `${title} · ${words.say('app.name')}`
  }, [title, words])
  return (
    <header className="page-head">
      <h1 id="page-title">{title}</h1>
      {children}
    </header>
  )
}
