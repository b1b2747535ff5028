// "I think I was tricked", within reach on every page.
import './report.css'
import type { ReactNode } from 'react'
import { useApp } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

/** The button, as the rail shows its places. */
export function TrickedButton(): ReactNode {
  const { model, words } = useApp()
  return (
    <button type="button" className="rail-place tricked-button" aria-label={words.say('report.tricked')} onClick={() => model.report.open({ kind: 'tricked' })}>
      <Icon name="warn" />
      <span className="rail-word" aria-hidden="true">
        {words.say('report.tricked.short')}
      </span>
    </button>
  )
}
