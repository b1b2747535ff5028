// What people should know about the server, this browser and this version, above everything else.
import './standing.css'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { StandingNotice } from '../../viewmodels/talk/standing.ts'
import { useApp, useLive } from '../app-context.tsx'

const GRAVE: ReadonlySet<StandingNotice['kind']> = new Set(['storageLost', 'storageFull'])

/** The bar; it is there for screen readers before there is something to say. */
export function StandingBar(): ReactNode {
  const { model, words } = useApp()
  const notices = useLive(model.standing.notices)
  return (
    <div className="standing-bar" role="status">
      {notices.map((notice) => (
        <div key={notice.kind} className="standing-notice" data-kind={GRAVE.has(notice.kind) ? 'grave' : notice.kind === 'newVersion' ? 'good' : 'warn'}>
          <p>{wordNotice(notice, words.say)}</p>
          {notice.kind === 'newVersion' || notice.kind === 'storageLost' ? (
            <Button kind="plain" onPress={model.standing.reload}>
              {words.say('standing.reload')}
            </Button>
          ) : null}
        </div>
      ))}
    </div>
  )
}

function wordNotice(notice: StandingNotice, say: ReturnType<typeof useApp>['words']['say']): string {
  if (notice.kind !== 'clock') return say(`standing.${notice.kind}`)
  return say('standing.clock', { minutes: notice.minutes, side: notice.isAhead ? 'ahead' : 'behind' })
}
