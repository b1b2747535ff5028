// A link in a message: people and rooms as pills, everything else opens apart from the messenger.
import type { ReactNode } from 'react'
import { linkTarget } from '../../viewmodels/link-target.ts'
import { useApp } from '../app-context.tsx'

/** What the link calls them, as long as the directory has not said their name. */
function nameIn(children: ReactNode, userId: string): string {
  const said = typeof children === 'string' ? children : Array.isArray(children) && children.every((each) => typeof each === 'string') ? children.join('') : ''
  return said.trim().replace(/^@/, '') || userId
}

/** The link; where it leads nowhere, its words alone. */
export function BodyLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
  const { model } = useApp()
  const target = linkTarget(href, location.origin)
  if (target === undefined) return <>{children}</>
  switch (target.kind) {
    case 'person':
      return (
        <button
          type="button"
          className="pill"
          data-me={target.userId === model.userId || undefined}
          title={target.userId}
          onClick={() => model.person.open({ userId: target.userId, name: nameIn(children, target.userId) })}
        >
          {children}
        </button>
      )
    case 'room':
      return (
        <a className="pill" href={target.path} title={target.id}>
          {children}
        </a>
      )
    case 'outside':
      return (
        <a href={target.href} target="_blank" rel="noreferrer noopener" title={target.href}>
          {children}
        </a>
      )
  }
}
