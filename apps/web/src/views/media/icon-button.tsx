// A button that is a sign.
import type { ReactNode } from 'react'
import type { IconName } from '../icon.tsx'
import { Icon } from '../icon.tsx'
import './media.css'

/** The button; its words are for those who do not see it, and in its tip. */
export function IconButton({ label, icon, onPress }: { label: string; icon: IconName; onPress: () => void }): ReactNode {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onPress}>
      <Icon name={icon} />
    </button>
  )
}
