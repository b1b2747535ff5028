// What somebody said: plain or with looks, what is long folded.
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { MessageBody, Person } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { isEmojiAlone } from './emoji-alone.ts'
import { HtmlBody } from './html.tsx'
import { LetterBody } from './letter.tsx'
import { PlainText } from './plain.tsx'

const LONG_CHARS = 3000
const LONG_LINES = 30

/** The words. */
export function TextBody({ body, sender }: TextBodyProps): ReactNode {
  if (body.letter !== undefined) return <LetterBody letter={body.letter} />
  return <Text body={body} sender={sender} />
}

interface TextBodyProps {
  body: Extract<MessageBody, { kind: 'text' }>
  sender: Person
}

function Text({ body, sender }: TextBodyProps): ReactNode {
  const { words } = useApp()
  const [isWhole, setIsWhole] = useState(false)
  const isLong = isLongText(body.text) || (body.html !== undefined && body.html.length > LONG_CHARS * 2)
  const said = body.html === undefined ? <PlainText text={body.text} /> : <HtmlBody html={body.html} text={body.text} groups={body.groups} />
  const looks = `message-text message-${body.tone}${isEmojiAlone(body.text) ? ' message-emoji' : ''}`
  return (
    <>
      <div className={body.html === undefined ? looks : `${looks} body-html`} data-folded={(isLong && !isWhole) || undefined} dir="auto">
        {body.tone === 'emote' ? (
          <>
            <span className="message-actor">{sender.name}</span> {said}
          </>
        ) : (
          said
        )}
      </div>
      {isLong ? (
        <button type="button" className="link message-more" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {words.say(isWhole ? 'body.showLess' : 'body.showAll')}
        </button>
      ) : null}
    </>
  )
}

function isLongText(text: string): boolean {
  if (text.length > LONG_CHARS) return true
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines > LONG_LINES
}
