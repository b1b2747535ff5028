// What was done or asked for, and below it why.
import type { ReactNode } from 'react'

/** Both, as one cell. */
export function Done({ what, why }: { what: string; why: string }): ReactNode {
  return (
    <span className="stack-tight done">
      <span>{what}</span>
      {why === '' ? null : <span className="soft">{why}</span>}
    </span>
  )
}
