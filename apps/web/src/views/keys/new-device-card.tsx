// A device that wants in: where from, and whether it was its owner.
import { Ask, Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { OwnDevice } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { NotMe } from './not-me.tsx'

/** The question. */
export function NewDeviceCard({ device }: { device: OwnDevice }): ReactNode {
  const { model, words } = useApp()
  const { newDevice, pairing } = model.account
  const { problem } = useLive(newDevice.state)
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
      {problem === 'failed' ? (
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
        <ByMark />
      </details>
      <NotMe onPress={() => void newDevice.notMe()} />
    </Ask>
  )
}

/** For an app that knows no code: what stands on the new device is typed here, which nobody does without looking at it. */
function ByMark(): ReactNode {
  const { model, words } = useApp()
  const { newDevice } = model.account
  const { isBusy, problem } = useLive(newDevice.state)
  const [mark, setMark] = useState('')
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault()
        void newDevice.approve(mark)
      }}
    >
      <p>{words.say('newDevice.noCodeWhat')}</p>
      <Notice tone="warn">
        <p>{words.say('newDevice.nobody')}</p>
      </Notice>
      <TextField
        label={words.say('newDevice.mark')}
        help={words.say('newDevice.markHelp')}
        wrong={problem === 'mark' ? words.say('newDevice.markWrong') : undefined}
        name="device-mark"
        value={mark}
        onChange={setMark}
        maxLength={12}
        isRequired
      />
      <div>
        <Button type="submit" isBusy={isBusy}>
          {words.say('newDevice.approve')}
        </Button>
      </div>
    </form>
  )
}
