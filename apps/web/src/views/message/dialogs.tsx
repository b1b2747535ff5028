// What is asked or shown in front of the messages: deleting, forwarding, what a message said before, who read it.
import { Ask, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import type { Question } from '../../viewmodels/talk/timeline.ts'
import type { WordKey } from '../../words/en.ts'
import { useApp, useLive } from '../app-context.tsx'
import { ConfirmationsDialog } from '../dialogs/confirmations.tsx'
import { DateDialog } from '../dialogs/date.tsx'
import { ForwardDialog } from '../dialogs/forward.tsx'
import { HistoryDialog } from '../dialogs/history.tsx'
import { ReactionsDialog, ReadersDialog } from '../dialogs/people.tsx'
import { RemoveDialog } from '../dialogs/remove.tsx'
import { useTalk } from './context.ts'

const PollDialog = lazy(async () => ({ default: (await import('../dialogs/poll.tsx')).PollDialog }))
const RemindDialog = lazy(async () => ({ default: (await import('../dialogs/remind.tsx')).RemindDialog }))

const TITLES: Readonly<Record<Question['kind'], WordKey>> = {
  remove: 'remove.title',
  forward: 'forward.title',
  history: 'history.title',
  readers: 'seen.title',
  reactions: 'talk.reactions',
  confirmations: 'confirm.title',
  remind: 'later.remindTitle',
  poll: 'poll.new',
  date: 'date.title',
}

/** The question that is open. */
export function MessageDialogs(): ReactNode {
  const { words } = useApp()
  const { timeline } = useTalk()
  const question = useLive(timeline.question)
  const close = (): void => timeline.ask(undefined)
  if (question === undefined) return null
  return (
    <Ask title={words.say(TITLES[question.kind])} isOpen onClose={close} closeName={question.kind === 'remove' ? undefined : words.say('app.close')}>
      <Suspense fallback={<Waiting label={words.say('app.loading')} />}>
        <Inside question={question} close={close} />
      </Suspense>
    </Ask>
  )
}

function Inside({ question, close }: { question: Question; close: () => void }): ReactNode {
  switch (question.kind) {
    case 'remove':
      return <RemoveDialog ids={question.ids} close={close} />
    case 'forward':
      return <ForwardDialog ids={question.ids} close={close} />
    case 'history':
      return <HistoryDialog id={question.id} />
    case 'readers':
      return <ReadersDialog id={question.id} />
    case 'reactions':
      return <ReactionsDialog id={question.id} />
    case 'confirmations':
      return <ConfirmationsDialog id={question.id} close={close} />
    case 'remind':
      return <RemindDialog id={question.id} close={close} />
    case 'poll':
      return <PollDialog close={close} />
    case 'date':
      return <DateDialog close={close} />
  }
}
