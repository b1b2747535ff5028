// Before something is sent where everybody can read it: says so once, and waits for a yes.
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from './app-context.tsx'

/** The question; nothing until it is asked. */
export function ConfirmSend(): ReactNode {
  const { model, words } = useApp()
  const question = useLive(model.sendGuard.question)
  return (
    <Ask title={words.say(question?.what === 'file' ? 'readers.confirmFile' : 'readers.confirmMessage')} isOpen={question !== undefined} onClose={() => model.sendGuard.answer(false)}>
      <p>{words.say('readers.confirmWhy', { name: question?.roomName ?? '' })}</p>
      <p className="soft">{words.say(question?.what === 'file' ? 'readers.confirmEachFile' : 'readers.confirmAgain')}</p>
      <div className="row row-end">
        <Button onPress={() => model.sendGuard.answer(false)}>{words.say('readers.confirmNo')}</Button>
        <Button kind="main" onPress={() => model.sendGuard.answer(true)}>
          {words.say('readers.confirmYes')}
        </Button>
      </div>
    </Ask>
  )
}
