// What can be told of a room, and of oneself: at the end of a room's details, where a phone finds it too.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp } from '../app-context.tsx'
import { ReportButton } from './report-button.tsx'

/** Both. */
export function RoomReports({ roomId, name }: { roomId: string; name: string }): ReactNode {
  const { model, words } = useApp()
  return (
    <div className="row">
      <ReportButton target={{ kind: 'room', roomId, name }} />
      <Button kind="plain" onPress={() => model.report.open({ kind: 'tricked' })}>
        {words.say('report.tricked')}
      </Button>
    </div>
  )
}
