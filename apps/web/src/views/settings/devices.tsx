// Where one is signed in.
import { Ask, Badge, Button, Notice, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { OwnDevice } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { ReportButton } from '../report/report-button.tsx'

/** The devices, with places and dates; each can be signed out. */
export function DevicesSection(): ReactNode {
  const { model, words } = useApp()
  const { devices, keys, pairing } = model.account
  const list = useLive(devices.state)
  const { state } = useLive(keys.state)
  const [ending, setEnding] = useState<readonly string[]>()
  useEffect(() => void devices.look().catch(() => undefined), [devices])
  if (list === undefined) return <Waiting label={words.say('app.loading')} />
  const others = list.filter(({ isThis }) => !isThis)
  return (
    <>
      <p className="soft">{words.say('devices.what')}</p>
      {state.kind !== 'ready' ? null : (
        <div className="row">
          <Button onPress={pairing.startReading}>{words.say('devices.readCode')}</Button>
          <Button onPress={() => void pairing.show()}>{words.say('devices.showCode')}</Button>
        </div>
      )}
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
  const [isNaming, setIsNaming] = useState(false)
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
      {isNaming ? <NameAsk device={device} onClose={() => setIsNaming(false)} /> : null}
      {isThis ? (
        <span className="row">
          <RenameButton name={name} onPress={() => setIsNaming(true)} />
          <a className="button" href={paths.settings('sign-out')}>
            {words.say('signOut.title')}
          </a>
        </span>
      ) : (
        <span className="row">
          <RenameButton name={name} onPress={() => setIsNaming(true)} />
          {!canCompare || state.kind !== 'ready' ? null : <Button onPress={() => void verification.askDevice(model.userId, deviceId)}>{words.say('devices.compare')}</Button>}
          <ReportButton target={{ kind: 'sign_in', deviceId, name }} />
          <Button onPress={onEnd}>
            {words.say('devices.end')} <span className="hidden-visually">{name}</span>
          </Button>
        </span>
      )}
    </article>
  )
}

function RenameButton({ name, onPress }: { name: string; onPress: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <Button onPress={onPress}>
      {words.say('devices.rename')} <span className="hidden-visually">{name}</span>
    </Button>
  )
}

/** What a device is called, so that one knows it again. */
function NameAsk({ device: { deviceId, name }, onClose }: { device: OwnDevice; onClose: () => void }): ReactNode {
  const { model, words } = useApp()
  // A device without a name stands there by its id: that is nothing to go on from.
  const [typed, setTyped] = useState(name === deviceId ? '' : name)
  const { isBusy, problem, run } = useAsking()
  return (
    <Ask title={words.say('devices.renameAsk')} isOpen onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') void run(() => model.account.devices.rename(deviceId, typed)).then((isDone) => (isDone ? onClose() : undefined))
        }}
      >
        <TextField label={words.say('devices.called')} help={words.say('devices.nameHelp')} name="device-name" value={typed} onChange={setTyped} maxLength={64} isRequired />
        <Problem problem={problem} />
        <div className="row row-end">
          <Button onPress={onClose}>{words.say('devices.cancel')}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {words.say('profile.save')}
          </Button>
        </div>
      </form>
    </Ask>
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
