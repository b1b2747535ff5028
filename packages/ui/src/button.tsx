// Buttons: a busy one shows it and takes no second press (a form sees to its own); one that is off says why.
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'

/** What a button looks like: the act of the page, one that cannot be undone at once, an ordinary one, one in a text. */
export type ButtonKind = 'main' | 'danger' | 'ordinary' | 'plain'

/** What a button is given. */
export interface ButtonProps {
  kind?: ButtonKind
  type?: 'button' | 'submit'
  isBusy?: boolean
  /** Why it cannot be pressed; shown beside it. */
  offBecause?: string | undefined
  onPress?: () => void
  /** What it is called to those who hear it, where many of its kind are shown beside what they act on. Has to begin with what is shown. */
  name?: string
  children: ReactNode
}

/** A button. */
export function Button({ kind = 'ordinary', type = 'button', isBusy = false, offBecause, onPress, name, children }: ButtonProps): ReactNode {
  const className = `button${kind === 'ordinary' ? '' : ` button-${kind}`}${isBusy ? ' busy' : ''}`
  const button = (
    <AriaButton className={className} type={type} isDisabled={offBecause !== undefined} {...(name === undefined ? {} : { 'aria-label': name })} {...(onPress === undefined || isBusy ? {} : { onPress })}>
      {children}
    </AriaButton>
  )
  if (offBecause === undefined) return button
  return (
    <span className="row">
      {button}
      <span className="soft">{offBecause}</span>
    </span>
  )
}
