// Something that is on or off.
import './alerts.css'
import type { ReactNode } from 'react'
import { useId } from 'react'

/** What a switch is given. */
export interface SwitchProps {
  label: string
  help?: string | undefined
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** A switch with its words beside it; pressing either does it. */
export function Switch({ label, help, isOn, onChange }: SwitchProps): ReactNode {
  const id = useId()
  return (
    <div>
      <label className="switch">
        <input type="checkbox" checked={isOn} aria-describedby={help === undefined ? undefined : id} onChange={(event) => onChange(event.target.checked)} />
        <span>{label}</span>
      </label>
      {help === undefined ? null : (
        <p id={id} className="soft switch-help">
          {help}
        </p>
      )}
    </div>
  )
}
