// Records a voice message.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { Recorder, Recording } from '../../viewmodels/types.ts'
import type { Uploads } from '../../viewmodels/media/uploads.ts'
import { useApp } from '../app-context.tsx'
import './media.css'
import { IconButton } from './icon-button.tsx'
import { Waveform } from './waveform.tsx'
import { wordDuration } from './word-file.ts'

const LOOK_MS = 100
const BARS = 40

/** The button; while one speaks, what is heard, and the ways to end it. Escape throws it away. */
export function VoiceButton({ uploads }: { uploads: Uploads }): ReactNode {
  const { model, words } = useApp()
  const [recorder, setRecorder] = useState<Recorder>()
  const [isDenied, setIsDenied] = useState(false)
  const heard = useLevels(recorder)

  const begin = (): void => {
    setIsDenied(false)
    model.files.record().then(setRecorder, () => setIsDenied(true))
  }
  const cancel = (): void => {
    recorder?.cancel()
    setRecorder(undefined)
  }
  const send = async (): Promise<void> => {
    const recording: Recording | undefined = await recorder?.stop()
    setRecorder(undefined)
    if (recording === undefined) return
    const { bytes, durationMs, waveform } = recording
    await uploads.sendVoice(bytes, { durationMs, waveform }, `${words.say('voice.name')}.${bytes.type.includes('ogg') ? 'ogg' : bytes.type.includes('mp4') ? 'm4a' : 'webm'}`)
  }

  if (recorder === undefined) {
    return (
      <>
        <IconButton label={words.say('voice.record')} icon="microphone" onPress={begin} />
        {isDenied ? (
          <p className="voice-denied" role="alert">
            {words.say('voice.denied')}
          </p>
        ) : null}
      </>
    )
  }
  return (
    <div
      className="voice"
      role="group"
      aria-label={words.say('voice.record')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel()
      }}
    >
      <span className="voice-dot" aria-hidden="true" />
      <span className="voice-time" role="timer">
        {words.say('voice.recording', { duration: wordDuration(heard.durationMs) })}
      </span>
      <Waveform bars={heard.bars} part={1} />
      <Button onPress={cancel}>{words.say('voice.cancel')}</Button>
      <Button kind="main" onPress={() => void send()}>
        {words.say('voice.send')}
      </Button>
    </div>
  )
}

/** How loud it was lately, and how long it has gone on. Who leaves the conversation throws the recording away. */
function useLevels(recorder: Recorder | undefined): { bars: readonly number[]; durationMs: number } {
  const [heard, setHeard] = useState<{ bars: readonly number[]; durationMs: number }>({ bars: [], durationMs: 0 })
  const current = useRef<Recorder>(undefined)
  useEffect(() => {
    current.current = recorder
    if (recorder === undefined) return undefined
    setHeard({ bars: Array.from({ length: BARS }, () => 0), durationMs: 0 })
    const timer = setInterval(() => {
      const { loudness, durationMs } = recorder.level()
      setHeard(({ bars }) => ({ bars: [...bars.slice(1), loudness], durationMs }))
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [recorder])
  useEffect(() => () => current.current?.cancel(), [])
  return heard
}
