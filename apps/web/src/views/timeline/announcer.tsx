// Tells screen readers of new messages, each once; what is drawn anew by scrolling is not told again.
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import { useApp } from '../app-context.tsx'
import { wordBody } from '../word-body.ts'
import { wordPerson } from '../word-person.ts'

const TOLD_CHARS = 200

/** The line that is read out. */
export function Announcer({ rows, isOpening }: { rows: readonly Row[]; isOpening: boolean }): ReactNode {
  const { words } = useApp()
  const [said, setSaid] = useState('')
  const toldUpTo = useRef<number | undefined>(undefined)
  useEffect(() => {
    const last = rows.findLast((row) => row.kind === 'message')
    if (isOpening || last?.kind !== 'message') return
    const { message } = last
    const isNew = toldUpTo.current !== undefined && message.sentAtMs > toldUpTo.current
    toldUpTo.current = Math.max(toldUpTo.current ?? 0, message.sentAtMs)
    if (isNew && !message.isMine) setSaid(words.say('talk.announced', { name: wordPerson(message.sender, words.say), text: wordBody(message.body, words.say).slice(0, TOLD_CHARS) }))
  }, [rows, isOpening, words])
  return (
    <div className="hidden-visually" role="status">
      {said}
    </div>
  )
}
