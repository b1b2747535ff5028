// A text in both languages, side by side; on paper it stands in full.
import { TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../../desk-context.tsx'

/** A text in both languages. */
export interface InBoth {
  fr: string
  en: string
}

/** The two fields. */
export function BothField({ label, name, value, onChange }: { label: string; name: string; value: InBoth; onChange: (value: InBoth) => void }): ReactNode {
  const { words } = useDesk()
  const [inFrench, inEnglish] = [words.say('notification.inFrench', { what: label }), words.say('notification.inEnglish', { what: label })]
  return (
    <div className="pair-fields">
      <Printed label={inFrench} text={value.fr}>
        <TextField label={inFrench} name={`${name}-fr`} isLong maxLength={20_000} value={value.fr} onChange={(fr) => onChange({ ...value, fr })} />
      </Printed>
      <Printed label={inEnglish} text={value.en}>
        <TextField label={inEnglish} name={`${name}-en`} isLong maxLength={20_000} value={value.en} onChange={(en) => onChange({ ...value, en })} />
      </Printed>
    </div>
  )
}

/** A field cuts what it holds where it is printed: paper gets the text itself. */
export function Printed({ label, text, children }: { label: string; text: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <div className="no-print">{children}</div>
      <div className="only-print">
        <strong>{label}</strong>
        <p className="note-text">{text === '' ? '–' : text}</p>
      </div>
    </div>
  )
}
