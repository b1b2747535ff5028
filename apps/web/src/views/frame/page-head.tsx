// The head of a page that stands in place of a conversation.
import type { ReactNode } from 'react'
import { useTitle } from '../use-title.ts'

/** Its name, and what can be done there. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  useTitle(title)
  return (
    <header className="page-head">
      <h1 id="page-title">{title}</h1>
      {children}
    </header>
  )
}
