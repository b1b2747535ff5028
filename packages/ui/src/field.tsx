// Fields of forms: a label, a hint, what is wrong.
import type { ReactNode } from 'react'
import { useId } from 'react'

/** What every field has. */
interface FieldProps {
  label: string
  name: string
  help?: string | undefined
  wrong?: string | undefined
}

/** A field of text. */
export interface TextFieldProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'email' | 'search' | 'date' | 'time' | 'datetime-local' | 'number' | 'tel'
  isRequired?: boolean
  isLong?: boolean
  maxLength?: number
  autoComplete?: string
}

/** A line of text, or several. */
export function TextField(props: TextFieldProps): ReactNode {
  const id = useId()
  const { label, name, help, wrong, value, onChange, isLong = false, isRequired = false } = props
  const notes = [help === undefined ? undefined : `${id}-help`, wrong === undefined ? undefined : `${id}-wrong`]
  const common = {
    id,
    name,
    value,
    required: isRequired,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': notes.filter((each) => each !== undefined).join(' ') || undefined,
    maxLength: props.maxLength,
    autoComplete: props.autoComplete ?? 'off',
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {isLong ? (
        <textarea {...common} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...common} type={props.type ?? 'text'} onChange={(event) => onChange(event.target.value)} />
      )}
      <Notes id={id} help={help} wrong={wrong} />
    </div>
  )
}

/** A choice among a few. */
export interface ChoiceFieldProps<Value extends string> extends FieldProps {
  value: Value
  choices: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** A choice among a few. */
export function ChoiceField<Value extends string>({ label, name, help, wrong, value, choices, onChange }: ChoiceFieldProps<Value>): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((each) => each.value === event.target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {choices.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
      <Notes id={id} help={help} wrong={wrong} />
    </div>
  )
}

function Notes({ id, help, wrong }: { id: string; help: string | undefined; wrong: string | undefined }): ReactNode {
  return (
    <>
      {help === undefined ? null : (
        <span id={`${id}-help`} className="field-help">
          {help}
        </span>
      )}
      {wrong === undefined ? null : (
        <span id={`${id}-wrong`} className="field-wrong" role="alert">
          {wrong}
        </span>
      )}
    </>
  )
}
