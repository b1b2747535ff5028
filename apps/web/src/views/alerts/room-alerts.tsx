// How much one room alerts: a part of its details.
import './alerts.css'
import { ChoiceField, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { useSave } from './use-save.ts'

const ROOM_LEVELS = ['all', 'mentions', 'nothing'] as const
const LEVELS = ['default', ...ROOM_LEVELS] as const
const WORDS = { default: 'alerts.room.default', all: 'alerts.level.all', mentions: 'alerts.room.mentions', nothing: 'alerts.level.nothing' } as const

/** The choice. */
export function RoomAlerts({ roomId, isEncrypted }: { roomId: string; isEncrypted: boolean }): ReactNode {
  const { model, words } = useApp()
  const { rooms } = useLive(model.alerts.rules)
  const { isWrong, save } = useSave()
  const level = rooms.get(roomId) ?? 'default'
  return (
    <div className="details-part">
      {isWrong ? (
        <Notice tone="bad">
          <p>{words.say('alerts.failed')}</p>
        </Notice>
      ) : null}
      <ChoiceField
        label={words.say('alerts.room')}
        help={level === 'mentions' && isEncrypted ? words.say('alerts.room.encryptedHelp') : undefined}
        name="alerts"
        value={level}
        onChange={(value) => save(model.alerts.setRoomLevel(roomId, ROOM_LEVELS.find((each) => each === value)))}
        choices={LEVELS.map((value) => ({ value, label: words.say(WORDS[value]) }))}
      />
    </div>
  )
}
