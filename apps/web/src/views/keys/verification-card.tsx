// Comparing two devices: the same emoji on both, or a code that one shows and the other reads.
import { Ask, Button, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import type { Verification, VerificationStep } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { emojiName } from './emoji-names.ts'

const QrCode = lazy(async () => ({ default: (await import('./qr.tsx')).QrCode }))
const QrScanner = lazy(async () => ({ default: (await import('./qr.tsx')).QrScanner }))

/** The comparison that is going on. */
export function VerificationCard({ verification }: { verification: Verification }): ReactNode {
  const { model, words } = useApp()
  const { account } = model
  return (
    <Ask title={words.say(verification.isOwn ? 'compare.title' : 'compare.titleOther')} isOpen onClose={() => void account.verification.close()}>
      <Step step={verification.step} name={verification.isOwn ? (verification.deviceId ?? '') : verification.userId} />
    </Ask>
  )
}

function Step({ step, name }: { step: VerificationStep; name: string }): ReactNode {
  const { model, words } = useApp()
  const { verification } = model.account
  switch (step.kind) {
    case 'asked':
      return <Waiting label={words.say('compare.asked')} />
    case 'incoming':
      return (
        <>
          <p>{words.say('compare.incoming', { name })}</p>
          <div className="row">
            <Button kind="main" onPress={() => void verification.agree()}>
              {words.say('compare.agree')}
            </Button>
            <Button onPress={() => void verification.close()}>{words.say('compare.refuse')}</Button>
          </div>
        </>
      )
    case 'choosing':
      return (
        <>
          <p>{words.say('compare.choosing')}</p>
          <Button kind="main" onPress={() => void verification.showEmoji()}>
            {words.say('compare.showEmoji')}
          </Button>
          <Suspense fallback={<Waiting label={words.say('compare.working')} />}>
            {step.qr === undefined ? null : <QrCode bytes={step.qr} />}
            {step.canScan ? <QrScanner noCamera={words.say('compare.noCamera')} onRead={(bytes) => void verification.scan(bytes)} /> : null}
          </Suspense>
        </>
      )
    case 'emoji':
      return <Emoji emoji={step.emoji} isConfirmed={step.isConfirmed} />
    case 'scanned':
      return (
        <>
          <p>{words.say('compare.scanned')}</p>
          <Confirm yes={words.say('compare.ticked')} no={words.say('compare.notTicked')} />
        </>
      )
    case 'working':
      return <Waiting label={words.say('compare.working')} />
    case 'done':
      return (
        <>
          <p>{words.say('compare.done')}</p>
          <Button kind="main" onPress={() => void verification.close()}>
            {words.say('compare.close')}
          </Button>
        </>
      )
    case 'cancelled':
      return (
        <>
          <p>{words.say(step.isMismatch ? 'compare.mismatch' : 'compare.cancelled')}</p>
          <Button kind="main" onPress={() => void verification.close()}>
            {words.say('compare.close')}
          </Button>
        </>
      )
  }
}

function Emoji({ emoji, isConfirmed }: Omit<Extract<VerificationStep, { kind: 'emoji' }>, 'kind'>): ReactNode {
  const { words } = useApp()
  return (
    <>
      <p>{words.say('compare.emoji')}</p>
      <ol className="emoji-row">
        {emoji.map(({ sign, name, index }) => (
          <li key={index}>
            <span className="emoji-sign" aria-hidden="true">
              {sign}
            </span>
            <span>{emojiName(name, words.language)}</span>
          </li>
        ))}
      </ol>
      {isConfirmed ? <Waiting label={words.say('compare.waiting')} /> : <Confirm yes={words.say('compare.same')} no={words.say('compare.other')} />}
    </>
  )
}

function Confirm({ yes, no }: { yes: string; no: string }): ReactNode {
  const { model } = useApp()
  const { verification } = model.account
  return (
    <div className="row">
      <Button kind="main" onPress={() => void verification.confirm()}>
        {yes}
      </Button>
      <Button onPress={verification.deny}>{no}</Button>
    </div>
  )
}
