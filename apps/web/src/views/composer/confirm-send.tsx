// Before something is sent where everybody can read it: says so once, and waits for a yes.
import { Ask, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'

/** The question; nothing until it is asked. */
export function ConfirmSend(): ReactNode {
  const { model, words } = useApp()
  const question = useLive(model.sendGuard.question)
  if (question?.what === 'told') return <ConfirmTold count={question.told ?? 0} />
  const isFile = question?.what === 'file'
  const count = question?.organisations
  const title = count === undefined ? words.say(isFile ? 'readers.confirmFile' : 'readers.confirmMessage') : words.say(isFile ? 'readers.confirmFileOf' : 'readers.confirmMessageOf', { count })
  return (
    <Ask title={title} isOpen={question !== undefined} onClose={() => model.sendGuard.answer(false)}>
      <p>{words.say(count === undefined ? 'readers.confirmWhy' : 'readers.confirmWhyOf', { name: question?.roomName ?? '' })}</p>
      <p className="soft">{words.say(isFile ? 'readers.confirmEachFile' : 'readers.confirmAgain')}</p>
      <div className="row row-end">
        <Button onPress={() => model.sendGuard.answer(false)}>{words.say('readers.confirmNo')}</Button>
        <Button kind="main" onPress={() => model.sendGuard.answer(true)}>
          {words.say('readers.confirmYes')}
        </Button>
      </div>
    </Ask>
  )
}

/** Before many people are told at once. */
function ConfirmTold({ count }: { count: number }): ReactNode {
  const { model, words } = useApp()
  return (
    <Ask title={words.say('group.confirm', { count })} isOpen onClose={() => model.sendGuard.answer(false)}>
      <p>{words.say('group.confirmWhy')}</p>
      <div className="row row-end">
        <Button onPress={() => model.sendGuard.answer(false)}>{words.say('readers.confirmNo')}</Button>
        <Button kind="main" onPress={() => model.sendGuard.answer(true)}>
          {words.say('group.confirmYes')}
        </Button>
      </div>
    </Ask>
  )
}
