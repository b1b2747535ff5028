// Small signs: badges, notices, what is shown while nothing is there yet.
import type { ReactNode } from 'react'

/** How a sign is meant. */
export type Tone = 'plain' | 'soft' | 'good' | 'warn' | 'bad'

/** A word in a pill. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }): ReactNode {
  return <span className={tone === 'plain' ? 'badge' : `badge badge-${tone}`}>{children}</span>
}

/** Something to read before going on. What is bad is told to screen readers at once. */
export function Notice({ tone = 'plain', children }: { tone?: Exclude<Tone, 'soft'>; children: ReactNode }): ReactNode {
  return (
    <div className={tone === 'plain' ? 'notice' : `notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}

/** While something is on its way. */
export function Waiting({ label }: { label: string }): ReactNode {
  return (
    <p className="row soft busy" role="status">
      {label}
    </p>
  )
}
