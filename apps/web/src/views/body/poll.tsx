// A poll: one chooses, sees how others chose, and ends it if it is one's own.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useId } from 'react'
import type { Message, Poll, PollAnswer } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { useTalk } from '../message/context.ts'

/** The poll. */
export function PollBody({ message, poll }: { message: Message; poll: Poll }): ReactNode {
  const { words } = useApp()
  const { conversation } = useTalk()
  const { actions } = conversation
  const { rights } = useLive(conversation.signs)
  const mayEnd = message.isMine || rights.deleteOthers
  const id = useId()
  const isCounted = poll.hasEnded || poll.isOpen
  const choose = (answer: PollAnswer): void => {
    const chosen = poll.answers.filter((each) => each.isMine).map((each) => each.id)
    void actions.vote(message.id, nextChoice(chosen, answer, poll.choicesMax)).catch(() => undefined)
  }
  const end = (): void => void actions.endPoll(message.id, words.say('poll.endedText', { question: poll.question })).catch(() => undefined)
  return (
    <div className="poll" role="group" aria-labelledby={id}>
      <p id={id} className="poll-question">
        {poll.question}
      </p>
      <ul className="poll-answers">
        {poll.answers.map((answer) => (
          <li key={answer.id}>
            <button type="button" className="poll-answer" aria-pressed={answer.isMine} disabled={poll.hasEnded || message.sending !== 'sent'} onClick={() => choose(answer)}>
              <span className="poll-mark" data-round={poll.choicesMax === 1 || undefined} aria-hidden="true" />
              <span className="poll-text">{answer.text}</span>
              {isCounted ? <span className="poll-count">{words.say('poll.votes', { count: answer.votes })}</span> : null}
              {isCounted ? <span className="poll-bar" aria-hidden="true" style={{ inlineSize: `${poll.votersCount === 0 ? 0 : (100 * answer.votes) / poll.votersCount}%` }} /> : null}
            </button>
          </li>
        ))}
      </ul>
      <p className="soft poll-foot">
        {words.say(poll.hasEnded ? 'poll.ended' : isCounted ? 'poll.open' : 'poll.closed', { count: poll.votersCount, max: poll.choicesMax })}
        {mayEnd && !poll.hasEnded && message.sending === 'sent' ? (
          <Button kind="plain" onPress={end}>
            {words.say('poll.end')}
          </Button>
        ) : null}
      </p>
    </div>
  )
}

function nextChoice(chosen: readonly string[], { id, isMine }: PollAnswer, max: number): readonly string[] {
  if (isMine) return chosen.filter((each) => each !== id)
  return max === 1 ? [id] : [...chosen, id].slice(-max)
}
