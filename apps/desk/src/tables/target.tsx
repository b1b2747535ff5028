// What an act or a request is about; where that is an account, the way to it.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { wordTarget } from '../word-served.ts'

/** In the words of whoever reads it; ids stand as they are. */
export function Target({ target }: { target: string }): ReactNode {
  const { words } = useDesk()
  if (target.startsWith('@') && !target.includes(' ')) return <a className="break" href={paths.account(target)}>{target}</a>
  const worded = wordTarget(target, words)
  return <span className={worded === target ? 'fixed break' : 'sentence'}>{worded}</span>
}
