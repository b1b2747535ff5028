// A choice of which all the possibilities are in sight.
import type { ReactNode } from 'react'
import { useId } from 'react'

/** What a choice is given. */
export interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  choices: readonly { value: Value; label: string; help?: string | undefined; lang?: string | undefined }[]
  onChange: (value: Value) => void
}

/** One of a few, as cards to be pressed; with the arrows, as every group of radio buttons. */
export function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>): ReactNode {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      {choices.map((each) => (
        <label key={each.value} className="choice-card" lang={each.lang}>
          <input type="radio" name={name} value={each.value} checked={each.value === value} onChange={() => onChange(each.value)} />
          <span className="choice-text">
            <span>{each.label}</span>
            {each.help === undefined ? null : <span className="soft choice-help">{each.help}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
