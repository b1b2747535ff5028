// How much one room alerts: a part of its details.
import './alerts.css'
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { Choice } from '../settings/choice.tsx'
import { useSave } from './use-save.ts'

const LEVELS = ['default', 'all', 'mentions', 'nothing'] as const
const WORDS = { default: 'alerts.room.default', all: 'alerts.level.all', mentions: 'alerts.room.mentions', nothing: 'alerts.level.nothing' } as const

/** The choice. */
export function RoomAlerts({ roomId, isEncrypted }: { roomId: string; isEncrypted: boolean }): ReactNode {
  const { model, words } = useApp()
  const { rooms } = useLive(model.alerts.rules)
  const { isWrong, save } = useSave()
  return (
    <>
      {isWrong ? (
        <Notice tone="bad">
          <p>{words.say('alerts.failed')}</p>
        </Notice>
      ) : null}
      <Choice
        label={words.say('alerts.room')}
        value={rooms.get(roomId) ?? 'default'}
        onChange={(level) => save(model.alerts.setRoomLevel(roomId, level === 'default' ? undefined : level))}
        choices={LEVELS.map((value) => ({
          value,
          label: words.say(WORDS[value]),
          help: value === 'mentions' && isEncrypted ? words.say('alerts.room.encryptedHelp') : undefined,
        }))}
      />
    </>
  )
}
