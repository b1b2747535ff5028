// What is shown this once and handed on: a link, a token.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from './desk-context.tsx'

/** It in full, and a button that puts it where it can be pasted from. */
export function Secret({ value }: { value: string }): ReactNode {
  const { words } = useDesk()
  const [isCopied, setCopied] = useState(false)
  return (
    <div className="row">
      <span className="fixed break grow">{value}</span>
      <Button onPress={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}>{words.say(isCopied ? 'secret.copied' : 'secret.copy')}</Button>
    </div>
  )
}
