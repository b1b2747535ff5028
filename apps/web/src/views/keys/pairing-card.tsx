// Letting a new device in by one code: the code, the camera that reads it, who asks, and what came of it.
import { Ask, Button, Notice, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'
import type { PairingRefusal, PairingSide, PairingView } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { NotMe } from './not-me.tsx'

const QrCode = lazy(async () => ({ default: (await import('./qr.tsx')).QrCode }))
const QrScanner = lazy(async () => ({ default: (await import('./qr.tsx')).QrScanner }))

type Shown = Exclude<PairingView, { kind: 'none' }>

/** What is under way. */
export function PairingCard({ view }: { view: Shown }): ReactNode {
  const { model, words } = useApp()
  const { pairing } = model.account
  return (
    <Ask title={words.say(titleOf(view))} isOpen onClose={pairing.close}>
      <Step view={view} />
    </Ask>
  )
}

function titleOf(view: Shown): 'pairing.title' | 'pairing.titleHere' | 'newDevice.title' {
  if (view.kind === 'asking') return 'newDevice.title'
  return (view.kind === 'shown' || view.kind === 'reading') && view.side === 'waiting' ? 'pairing.titleHere' : 'pairing.title'
}

function Step({ view }: { view: Shown }): ReactNode {
  const { words } = useApp()
  switch (view.kind) {
    case 'reading':
      return <Reading side={view.side} />
    case 'shown':
      return <ShownCode view={view} />
    case 'asking':
      return <Asking device={view.device} />
    case 'working':
      return <Waiting label={words.say('compare.working')} />
    case 'read':
      return <Waiting label={words.say('pairing.read')} />
    case 'coming':
      return <Waiting label={words.say('pairing.coming')} />
    case 'done':
      return (
        <Notice tone="good">
          <p>{words.say(`pairing.done.${view.side}`)}</p>
        </Notice>
      )
    case 'refused':
      return <Refused reason={view.reason} />
  }
}

/** The code, as a picture and to be typed. */
function ShownCode({ view: { side, text, scan, untilMs } }: { view: Extract<Shown, { kind: 'shown' }> }): ReactNode {
  const { model, words } = useApp()
  return (
    <>
      <p>{words.say(`pairing.shown.${side}`)}</p>
      <Suspense fallback={<Waiting label={words.say('compare.working')} />}>
        <QrCode bytes={Uint8ClampedArray.from(new TextEncoder().encode(scan))} />
      </Suspense>
      <p className="pairing-text fixed" translate="no" aria-label={words.say('pairing.text')}>
        {text}
      </p>
      <p className="soft">{words.say('pairing.until', { time: words.time(untilMs) })}</p>
      {side === 'in' ? null : (
        <div>
          <Button kind="plain" onPress={model.account.pairing.startReading}>
            {words.say('pairing.readInstead')}
          </Button>
        </div>
      )}
    </>
  )
}

/** The camera, and the field for who has none. */
function Reading({ side }: { side: PairingSide }): ReactNode {
  const { model, words } = useApp()
  const { pairing } = model.account
  const [text, setText] = useState('')
  return (
    <>
      <p>{words.say(`pairing.reading.${side}`)}</p>
      <Suspense fallback={<Waiting label={words.say('compare.working')} />}>
        <QrScanner isOnAtOnce noCamera={words.say('pairing.noCamera')} onRead={(bytes) => void pairing.scan(bytes)} />
      </Suspense>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') void pairing.enter(text)
        }}
      >
        <TextField label={words.say('pairing.typed')} help={words.say('pairing.typedHelp')} name="pairing-code" value={text} onChange={setText} maxLength={400} />
        <div className="row">
          <Button kind="main" type="submit">
            {words.say('pairing.typedAct')}
          </Button>
          {side === 'waiting' ? null : (
            <Button kind="plain" onPress={() => void pairing.show()}>
              {words.say('pairing.showInstead')}
            </Button>
          )}
        </div>
      </form>
    </>
  )
}

/** Who asks, and whether it is let in. */
function Asking({ device }: Pick<Extract<Shown, { kind: 'asking' }>, 'device'>): ReactNode {
  const { model, words } = useApp()
  const { pairing } = model.account
  const at = (ms: number | undefined): string => (ms === undefined ? words.say('devices.unknown') : words.moment(ms))
  return (
    <>
      <dl className="facts">
        <dt>{words.say('devices.name')}</dt>
        <dd>{device.name}</dd>
        <dt>{words.say('devices.address')}</dt>
        <dd>{device.address ?? words.say('devices.unknown')}</dd>
        <dt>{words.say('pairing.signedIn')}</dt>
        <dd>{at(device.waitsSinceMs)}</dd>
        <dt>{words.say('pairing.touched')}</dt>
        <dd>{at(device.touchedAtMs)}</dd>
      </dl>
      <p>{words.say('pairing.asking')}</p>
      <div className="row">
        <Button kind="main" onPress={() => void pairing.accept()}>
          {words.say('pairing.accept')}
        </Button>
        <Button onPress={() => void pairing.refuse()}>{words.say('newDevice.refuse')}</Button>
      </div>
      <NotMe onPress={() => void pairing.notMe()} />
    </>
  )
}

/** Why it came to nothing. */
function Refused({ reason }: { reason: PairingRefusal }): ReactNode {
  const { model, words } = useApp()
  const { pairing } = model.account
  return (
    <>
      <Notice tone="bad">
        <p>{words.say(`pairing.refused.${reason}`)}</p>
      </Notice>
      <Button kind="main" onPress={pairing.close}>
        {words.say('compare.close')}
      </Button>
    </>
  )
}
