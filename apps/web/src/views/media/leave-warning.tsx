// Asks before the page is closed while files are to be sent that this browser does not keep: they are nowhere else. And while a
// message waits that was just sent: it would go out when the messenger is opened the next time.
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'

/** Shows nothing; the browser asks in its own words. */
export function LeaveWarning(): ReactNode {
  const { model } = useApp()
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (model.files.uploads.isBusy() || model.scheduled.isHolding()) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [model])
  return null
}
