// A block of code, which can be copied.
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp } from '../app-context.tsx'

/** The block. `language` is what its writer called it. */
export function CodeBlock({ text, language }: { text: string; language: string | undefined }): ReactNode {
  const { words } = useApp()
  const [isCopied, setIsCopied] = useState(false)
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => setIsCopied(true), () => undefined)
  return (
    <div className="body-code">
      <div className="body-code-head">
        <span>{language ?? words.say('body.code')}</span>
        <button type="button" className="link" onClick={copy}>
          <span aria-live="polite">{words.say(isCopied ? 'body.copied' : 'body.copy')}</span>
        </button>
      </div>
      <pre tabIndex={0} dir="ltr">
        <code>{text}</code>
      </pre>
    </div>
  )
}
