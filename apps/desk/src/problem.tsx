// What went wrong, in the language of whoever reads it; what the server said and the screen has no words for is English, and says so.
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { Desk } from './desk-context.tsx'
import { useDesk } from './desk-context.tsx'
import { ApiError } from './session.ts'
import type { Wording } from './word-wrong.ts'
import { wordRefused } from './word-wrong.ts'

/** What went wrong, above the button that was pressed or in place of what was asked for. */
export function Problem({ of, children }: { of: unknown; children?: ReactNode }): ReactNode {
  return (
    <Notice tone="bad">
      <p>
        <WhatWentWrong of={of} />
      </p>
      {children}
    </Notice>
  )
}

/** The same within a line. */
export function WhatWentWrong({ of }: { of: unknown }): ReactNode {
  const { words } = useDesk()
  const { said, served } = wordProblem(of, words)
  if (served === undefined) return said
  return (
    <>
      {said} {words.say('wrong.served')} <span lang="en">{served}</span>
    </>
  )
}

function wordProblem(error: unknown, words: Desk['words']): Wording {
  if (error instanceof ApiError) return wordRefused(error, words)
  if (error instanceof DOMException && error.name === 'NotAllowedError') return { said: words.say('wrong.touch') }
  if (error instanceof TypeError) return { said: words.say('wrong.unreachable') }
  return { said: words.say('wrong.here'), served: error instanceof Error ? error.message : String(error) }
}
