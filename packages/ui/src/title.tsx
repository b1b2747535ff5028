// The head of a page.
import type { ReactNode } from 'react'

/** The head of a page: its name, what one can do there. */
export function Title({ children, acts }: { children: ReactNode; acts?: ReactNode }): ReactNode {
  return (
    <div className="title">
      <h1>{children}</h1>
      {acts === undefined ? null : <div className="row">{acts}</div>}
    </div>
  )
}
