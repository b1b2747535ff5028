// A device that wants in: where from, and whether it was its owner.
import { Ask, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { OwnDevice } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { NotMe } from './not-me.tsx'

/** The question. */
export function NewDeviceCard({ device }: { device: OwnDevice }): ReactNode {
  const { model, words } = useApp()
  const { newDevice, pairing } = model.account
  const { isBusy, isFailed } = useLive(newDevice.state)
  return (
    <Ask title={words.say('newDevice.title')} isOpen onClose={newDevice.later}>
      <dl className="facts">
        <dt>{words.say('devices.name')}</dt>
        <dd>{device.name}</dd>
        <dt>{words.say('devices.address')}</dt>
        <dd>{device.address ?? words.say('devices.unknown')}</dd>
        <dt>{words.say('devices.seen')}</dt>
        <dd>{device.lastSeenMs === undefined ? words.say('devices.unknown') : words.moment(device.lastSeenMs)}</dd>
      </dl>
      <p>{words.say('newDevice.what')}</p>
      {isFailed ? (
        <Notice tone="bad">
          <p>{words.say('newDevice.failed')}</p>
        </Notice>
      ) : null}
      <div className="row">
        <Button kind="main" onPress={pairing.startReading}>
          {words.say('newDevice.readCode')}
        </Button>
        <Button onPress={() => void newDevice.refuse()}>{words.say('newDevice.refuse')}</Button>
      </div>
      <details>
        <summary>{words.say('newDevice.noCode')}</summary>
        <div className="stack-tight">
          <p>{words.say('newDevice.noCodeWhat')}</p>
          <Button isBusy={isBusy} onPress={() => void newDevice.approve()}>
            {words.say('newDevice.approve')}
          </Button>
        </div>
      </details>
      <NotMe onPress={() => void newDevice.notMe()} />
    </Ask>
  )
}
