// Doing something that is recorded: a reason, a case, one button. What came of it is said where it was asked.
import { listDeskCases } from '@chappe/contract'
import { Ask, Button, ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { wordError } from '../page.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordTitle } from '../word-served.ts'

/** Why something is done, as the endpoints take it. */
export interface Reason {
  reason: string
  case_id?: number
}

/** What the form is given. */
export interface ActFormProps {
  title: string
  /** What will happen, in plain words. */
  explanation: string
  button: string
  isDangerous?: boolean
  /** More fields above the reason. */
  fields?: ReactNode
  /** Whether it may be said to belong to a case; the case one looks at does not ask. */
  hasCase?: boolean
  /** The case that is chosen at first. */
  caseId?: string | undefined
  /** Why the button is off. */
  offBecause?: string | undefined
  /** Does it; what it gives back is shown in place of the form. Nothing: the form closes. */
  act: (reason: Reason) => Promise<ReactNode | void>
  onClose: () => void
}

const NO_CASE = ''

/** The form, in front of the page. */
export function ActForm(props: ActFormProps): ReactNode {
  return (
    <Ask title={props.title} isOpen onClose={props.onClose}>
      <ActFields {...props} />
    </Ask>
  )
}

function ActFields({ explanation, button, isDangerous = false, fields, hasCase = true, caseId: firstCase = NO_CASE, offBecause, act, onClose }: ActFormProps): ReactNode {
  const { words, ask, may } = useDesk()
  const id = useId()
  const [reason, setReason] = useState('')
  const [caseId, setCaseId] = useState(firstCase)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ReactNode>(undefined)
  const [outcome, setOutcome] = useState<ReactNode>(undefined)
  const cases = useAnswer('cases', async () => (hasCase && may(listDeskCases) ? (await ask(listDeskCases, { params: {}, query: {} })).cases : []))
  const open = (cases.answer ?? []).filter((each) => each.closed_at_ms === null)

  async function submit(): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    try {
      const shown = await act(caseId === NO_CASE ? { reason: reason.trim() } : { reason: reason.trim(), case_id: Number(caseId) })
      if (shown === undefined || shown === null) onClose()
      else setOutcome(shown)
    } catch (error) {
      setProblem(wordError(error, words.say))
    } finally {
      setBusy(false)
    }
  }

  if (outcome !== undefined) {
    return (
      <>
        {outcome}
        <div className="row row-end">
          <Button kind="main" onPress={onClose}>
            {words.say('act.back')}
          </Button>
        </div>
      </>
    )
  }
  return (
    <form
      id={id}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void submit()
      }}
    >
      <p>{explanation}</p>
      {fields}
      <TextField label={words.say('act.reason')} help={words.say('act.reasonHelp')} name="reason" value={reason} onChange={setReason} isRequired isLong maxLength={1000} />
      {open.length === 0 ? null : (
        <ChoiceField
          label={words.say('act.case')}
          name="case"
          value={caseId}
          onChange={setCaseId}
          choices={[{ value: NO_CASE, label: words.say('act.noCase') }, ...open.map((each) => ({ value: String(each.case_id), label: `${each.case_id}: ${wordTitle(each.title, words)}` }))]}
        />
      )}
      {problem === undefined ? null : (
        <Notice tone="bad">
          <p>{problem}</p>
        </Notice>
      )}
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('act.cancel')}</Button>
        <Button kind={isDangerous ? 'danger' : 'main'} type="submit" isBusy={isBusy} offBecause={offBecause}>
          {button}
        </Button>
      </div>
    </form>
  )
}
