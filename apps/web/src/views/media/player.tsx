// Something to hear: a voice with its waveform, or a sound. Fetched when it is played.
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import type { FileBody } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Failure } from './failure.tsx'
import { Icon } from '../icon.tsx'
import { useShown } from './use-shown.ts'
import { Waveform } from './waveform.tsx'
import { wordDuration } from './word-file.ts'

const SPEEDS = [1, 1.5, 2] as const
const STEP_S = 5

/** The player. */
export function Player({ file, name }: { file: FileBody; name: string }): ReactNode {
  const { model, words } = useApp()
  const [isWanted, setIsWanted] = useState(false)
  const [isPlaying, setIsPlaying] = useState(false)
  const [speed, setSpeed] = useState<number>(1)
  const [atS, setAtS] = useState(0)
  const [lengthS, setLengthS] = useState((file.durationMs ?? 0) / 1000)
  const audio = useRef<HTMLAudioElement>(null)
  const positionId = useId()
  const { state, retry } = useShown(isWanted ? () => model.files.showWhole(file) : undefined, file.source?.mxc ?? '')
  const url = state.kind === 'ready' ? state.url : undefined

  useEffect(() => {
    // Whoever pressed "play" before it was there meant it.
    if (url !== undefined) void audio.current?.play().catch(() => undefined)
  }, [url])
  useEffect(() => {
    if (audio.current !== null) audio.current.playbackRate = speed
  }, [speed, url])

  const toggle = (): void => {
    if (!isWanted) return setIsWanted(true)
    const { current } = audio
    if (current === null) return
    if (current.paused) void current.play().catch(() => undefined)
    else current.pause()
  }
  const seek = (toS: number): void => {
    const to = Math.min(Math.max(toS, 0), lengthS)
    setAtS(to)
    if (audio.current !== null && url !== undefined) audio.current.currentTime = to
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' || event.key === 'ArrowUp' ? STEP_S : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -STEP_S : undefined
    if (by === undefined) return
    event.preventDefault()
    seek(atS + by)
  }

  if (state.kind === 'failed') return <Failure why={state.why} retry={retry} />
  const what = file.isVoice ? words.say('media.voiceBy', { name, duration: wordDuration(lengthS * 1000) }) : file.name
  return (
    <div className="player" role="group" aria-label={what}>
      <button type="button" className="player-play" aria-label={words.say(isPlaying ? 'media.pause' : 'media.play')} aria-busy={isWanted && url === undefined} onClick={toggle}>
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <div
        className="player-track"
        role="slider"
        tabIndex={0}
        id={positionId}
        aria-label={words.say('media.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round(lengthS)}
        aria-valuenow={Math.round(atS)}
        aria-valuetext={words.say('media.ofDuration', { at: wordDuration(atS * 1000), duration: wordDuration(lengthS * 1000) })}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          const part = (event.clientX - box.left) / box.width
          seek((document.dir === 'rtl' ? 1 - part : part) * lengthS)
        }}
      >
        <Waveform bars={file.waveform} part={lengthS > 0 ? atS / lengthS : 0} />
      </div>
      <span className="player-time soft">{wordDuration((isPlaying || atS > 0 ? atS : lengthS) * 1000)}</span>
      <button
        type="button"
        className="player-speed"
        aria-label={words.say('media.speed', { speed: words.number(speed) })}
        onClick={() => setSpeed(SPEEDS[(SPEEDS.findIndex((each) => each === speed) + 1) % SPEEDS.length] ?? 1)}
      >
        {words.number(speed)}×
      </button>
      {url === undefined ? null : (
        <audio
          ref={audio}
          src={url}
          onPlay={() => setIsPlaying(true)}
          onPause={() => setIsPlaying(false)}
          onEnded={() => {
            setIsPlaying(false)
            setAtS(0)
          }}
          onTimeUpdate={({ currentTarget }) => setAtS(currentTarget.currentTime)}
          onDurationChange={({ currentTarget: { duration } }) => {
            // A recording of a browser does not know how long it is until it has ended.
            if (Number.isFinite(duration)) setLengthS(duration)
          }}
        />
      )}
    </div>
  )
}
