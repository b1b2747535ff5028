// Text without markup: its links can be followed.
import { find } from 'linkifyjs'
import type { ReactNode } from 'react'
import { BodyLink } from './link.tsx'

/** Looking for links in more takes longer than anybody waits. */
const LINKS_CHARS = 20_000
const LINKS_MAX = 200

/** The text. */
export function PlainText({ text }: { text: string }): ReactNode {
  if (text.length > LINKS_CHARS || !/[.:]/.test(text)) return text
  const parts: ReactNode[] = []
  let at = 0
  for (const link of find(text).filter(({ type, href }) => type === 'url' || (type === 'email' && href.startsWith('mailto:'))).slice(0, LINKS_MAX)) {
    parts.push(
      text.slice(at, link.start),
      <BodyLink key={link.start} href={link.href}>
        {link.value}
      </BodyLink>,
    )
    at = link.end
  }
  return parts.length === 0 ? text : [...parts, text.slice(at)]
}
