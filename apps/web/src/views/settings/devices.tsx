// Where one is signed in.
import { Ask, Badge, Button, Notice, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { OwnDevice } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'

/** The devices, with places and dates; each can be signed out. */
export function DevicesSection(): ReactNode {
  const { model, words } = useApp()
  const { devices } = model.account
  const list = useLive(devices.state)
  const [ending, setEnding] = useState<readonly string[]>()
  useEffect(() => void devices.look().catch(() => undefined), [devices])
  if (list === undefined) return <Waiting label={words.say('app.loading')} />
  const others = list.filter(({ isThis }) => !isThis)
  return (
    <>
      <p className="soft">{words.say('devices.what')}</p>
      <ul className="devices">
        {list.map((device) => (
          <li key={device.deviceId}>
            <DeviceEntry device={device} onEnd={() => setEnding([device.deviceId])} />
          </li>
        ))}
      </ul>
      {others.length < 2 ? null : (
        <div>
          <Button onPress={() => setEnding(others.map(({ deviceId }) => deviceId))}>{words.say('devices.endOthers')}</Button>
        </div>
      )}
      {ending === undefined ? null : <EndAsk deviceIds={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function DeviceEntry({ device, onEnd }: { device: OwnDevice; onEnd: () => void }): ReactNode {
  const { model, words } = useApp()
  const { verification, keys } = model.account
  const { state } = useLive(keys.state)
  const { deviceId, name, isThis, isWaiting, isSigned, canCompare, address, lastSeenMs } = device
  const where = [lastSeenMs === undefined ? words.say('devices.unknown') : words.moment(lastSeenMs), address].filter((each) => each !== undefined).join(' · ')
  return (
    <article className="device" aria-label={name}>
      <div className="grow stack-tight">
        <h2>
          {name} {isThis ? <Badge tone="good">{words.say('devices.this')}</Badge> : null}
          {isWaiting ? <Badge tone="warn">{words.say('devices.waiting')}</Badge> : null}
          {isWaiting || isSigned ? null : <Badge tone="soft">{words.say('devices.unsigned')}</Badge>}
        </h2>
        <p className="soft">{where}</p>
        {isWaiting || isSigned ? null : <p className="soft">{words.say('devices.unsignedWhat')}</p>}
      </div>
      {isThis ? (
        <a className="button" href={paths.settings('sign-out')}>
          {words.say('signOut.title')}
        </a>
      ) : (
        <span className="row">
          {!canCompare || state.kind !== 'ready' ? null : <Button onPress={() => void verification.askDevice(model.userId, deviceId)}>{words.say('devices.compare')}</Button>}
          <Button onPress={onEnd}>
            {words.say('devices.end')} <span className="hidden-visually">{name}</span>
          </Button>
        </span>
      )}
    </article>
  )
}

function EndAsk({ deviceIds, onClose }: { deviceIds: readonly string[]; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  const [outcome, setOutcome] = useState<'busy' | 'failed'>()
  const end = (): void => {
    setOutcome('busy')
    void model.account.devices.end(deviceIds).then(onClose, () => setOutcome('failed'))
  }
  return (
    <Ask title={words.say('devices.endAsk', { count: deviceIds.length })} isOpen onClose={onClose}>
      <p>{words.say('devices.endWhat')}</p>
      {outcome === 'failed' ? (
        <Notice tone="bad">
          <p>{words.say('devices.failed')}</p>
        </Notice>
      ) : null}
      <div className="row">
        <Button kind="danger" isBusy={outcome === 'busy'} onPress={end}>
          {words.say('devices.end')}
        </Button>
        <Button onPress={onClose}>{words.say('devices.cancel')}</Button>
      </div>
    </Ask>
  )
}
