// Asking the room a question with answers to choose among.
import { Button, ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useApp } from '../app-context.tsx'
import { useTalk } from '../message/context.ts'

const ANSWERS_MAX = 20
const CHARS_MAX = 200

/** The question and its answers. */
export function PollDialog({ close }: { close: () => void }): ReactNode {
  const { words } = useApp()
  const { conversation, threadId } = useTalk()
  const [question, setQuestion] = useState('')
  const [answers, setAnswers] = useState<readonly string[]>(['', ''])
  const [many, setMany] = useState<'one' | 'many'>('one')
  const [shown, setShown] = useState<'open' | 'end'>('open')
  const [state, setState] = useState<'asking' | 'busy' | 'failed'>('asking')
  const given = answers.map((answer) => answer.trim()).filter((answer) => answer !== '')
  const isReady = question.trim() !== '' && given.length >= 2
  const ask = async (): Promise<void> => {
    setState('busy')
    await conversation.actions.ask({ question: question.trim(), answers: given, choicesMax: many === 'one' ? 1 : given.length, isOpen: shown === 'open' }, { threadId })
    close()
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void ask().catch(() => setState('failed'))
      }}
    >
      <TextField label={words.say('poll.question')} name="question" value={question} onChange={setQuestion} maxLength={CHARS_MAX} isRequired />
      {answers.map((answer, index) => (
        <TextField
          // Answers have no other name than their place.
          key={index}
          label={words.say('poll.answer', { number: index + 1 })}
          name={`answer-${index}`}
          value={answer}
          maxLength={CHARS_MAX}
          onChange={(value) => setAnswers(answers.map((each, at) => (at === index ? value : each)))}
        />
      ))}
      {answers.length < ANSWERS_MAX ? (
        <Button kind="plain" onPress={() => setAnswers([...answers, ''])}>
          {words.say('poll.addAnswer')}
        </Button>
      ) : null}
      <ChoiceField
        label={words.say('poll.howMany')}
        name="many"
        value={many}
        onChange={setMany}
        choices={[
          { value: 'one', label: words.say('poll.one') },
          { value: 'many', label: words.say('poll.many') },
        ]}
      />
      <ChoiceField
        label={words.say('poll.results')}
        name="results"
        value={shown}
        onChange={setShown}
        choices={[
          { value: 'open', label: words.say('poll.resultsOpen') },
          { value: 'end', label: words.say('poll.resultsEnd') },
        ]}
      />
      {state === 'failed' ? (
        <Notice tone="bad">
          <p>{words.say('talk.actionFailed')}</p>
        </Notice>
      ) : null}
      <Button kind="main" type="submit" isBusy={state === 'busy'} offBecause={isReady ? undefined : words.say('poll.notReady')}>
        {words.say('poll.ask')}
      </Button>
    </form>
  )
}
