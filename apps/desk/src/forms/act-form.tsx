// Doing something that is recorded: a reason, a case, one button. What came of it is said where it was asked.
import { listDeskCases } from '@chappe/contract'
import { Ask, Button, ChoiceField, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Problem } from '../problem.tsx'
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
  /** It belongs to a case: where one is open, that one is chosen at first. */
  isOfCase?: boolean
  /** Why the button is off as long as no case is chosen. */
  offWithoutCase?: string | undefined
  /** Why the button is off. */
  offBecause?: string | undefined
  /** Does it; what it gives back is shown in place of the form. Nothing: the form closes. */
  act: (reason: Reason) => Promise<ReactNode | void>
  onClose: () => void
}

const NO_CASE = ''

/** The form, in front of the page. */
export function ActForm(props: ActFormProps): ReactNode {
  const explanationId = useId()
  return (
    <Ask title={props.title} isOpen onClose={props.onClose} describedBy={explanationId}>
      <ActFields {...props} explanationId={explanationId} />
    </Ask>
  )
}

function ActFields({ explanationId, explanation, button, isDangerous = false, fields, hasCase = true, caseId: firstCase = NO_CASE, isOfCase = false, offWithoutCase, offBecause, act, onClose }: ActFormProps & { explanationId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const [reason, setReason] = useState('')
  const [caseId, setCaseId] = useState(firstCase)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const [outcome, setOutcome] = useState<ReactNode>(undefined)
  const cases = useAnswer('cases', async () => (hasCase && may(listDeskCases) ? (await ask(listDeskCases, { params: {}, query: {} })).cases : []))
  const open = (cases.answer ?? []).filter((each) => each.closed_at_ms === null)
  const onlyCase = isOfCase && open.length === 1 ? open[0]?.case_id : undefined
  useEffect(() => {
    if (onlyCase !== undefined) setCaseId((before) => (before === NO_CASE ? String(onlyCase) : before))
  }, [onlyCase])

  const off = offBecause ?? (caseId === NO_CASE ? offWithoutCase : undefined)

  async function submit(): Promise<void> {
    setBusy(true)
    setProblem(undefined)
    try {
      const shown = await act(caseId === NO_CASE ? { reason: reason.trim() } : { reason: reason.trim(), case_id: Number(caseId) })
      if (shown === undefined || shown === null) onClose()
      else setOutcome(shown)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  if (outcome !== undefined) return <Outcome onClose={onClose}>{outcome}</Outcome>
  return (
    <form
      ref={focusMissing}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy && off === undefined) void submit()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      <p id={explanationId}>{explanation}</p>
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
      {problem === undefined ? null : <Problem of={problem} />}
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('act.cancel')}</Button>
        <Button kind={isDangerous ? 'danger' : 'main'} type="submit" isBusy={isBusy} offBecause={off}>
          {button}
        </Button>
      </div>
    </form>
  )
}

/** Where a form opens, one goes on with the first thing that is still to be filled in. */
function focusMissing(form: HTMLFormElement | null): void {
  const missing = form?.querySelector('input:invalid, textarea:invalid, select:invalid')
  if (missing instanceof HTMLElement) missing.focus()
}

/** What came of it: whoever works without a mouse goes on from here. */
function Outcome({ children, onClose }: { children: ReactNode; onClose: () => void }): ReactNode {
  const { words } = useDesk()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    place.current?.focus()
  }, [])
  return (
    <div className="stack outcome" ref={place} tabIndex={-1}>
      {children}
      <div className="row row-end">
        <Button kind="main" onPress={onClose}>
          {words.say('act.back')}
        </Button>
      </div>
    </div>
  )
}
