// The code that is shown, and the camera that reads one. Loaded when two devices are compared, and not before.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useApp } from '../app-context.tsx'
import { decodeBytes, encodeBytes } from './qr-bytes.ts'

/** The code. */
export function QrCode({ bytes }: { bytes: Uint8ClampedArray }): ReactNode {
  const { words } = useApp()
  const dots = useMemo(() => encodeBytes(bytes), [bytes])
  const path = dots.flatMap((line, y) => line.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg className="qr" viewBox={`0 0 ${dots.length} ${dots.length}`} role="img" aria-label={words.say('compare.code')} shapeRendering="crispEdges">
      <rect width="100%" height="100%" fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}

const LOOK_MS = 300
/** A camera that is forgotten is switched off. */
const SCAN_MS_MAX = 90_000
const SIDE_PX = 480

/** Reads the code of the other device with the camera, once it is asked to. `isOnAtOnce`: it was just asked to; `noCamera`: what is said where there is none. */
export function QrScanner({ isOnAtOnce = false, noCamera, onRead }: { isOnAtOnce?: boolean; noCamera: string; onRead: (bytes: Uint8ClampedArray) => void }): ReactNode {
  const { words } = useApp()
  const [isOn, setIsOn] = useState(isOnAtOnce)
  const [isFailed, setIsFailed] = useState(false)
  if (!isOn) {
    return (
      <div className="stack-tight">
        <div>
          <Button
            onPress={() => {
              setIsFailed(false)
              setIsOn(true)
            }}
          >
            {words.say('compare.scan')}
          </Button>
        </div>
        {isFailed ? <p className="field-wrong">{noCamera}</p> : null}
      </div>
    )
  }
  const stop = (failed: boolean): void => {
    setIsOn(false)
    setIsFailed(failed)
  }
  return <Camera onRead={onRead} onStop={stop} />
}

function Camera({ onRead, onStop }: { onRead: (bytes: Uint8ClampedArray) => void; onStop: (isFailed: boolean) => void }): ReactNode {
  const { words } = useApp()
  const video = useRef<HTMLVideoElement>(null)
  const handlers = useRef({ onRead, onStop })
  handlers.current = { onRead, onStop }
  useEffect(() => {
    const canvas = document.createElement('canvas')
    let stream: MediaStream | undefined
    let isOver = false
    const look = (): void => {
      const bytes = video.current === null ? undefined : photograph(video.current, canvas)
      if (bytes === undefined || isOver) return
      isOver = true
      handlers.current.onRead(bytes)
      handlers.current.onStop(false)
    }
    const looking = setInterval(look, LOOK_MS)
    const ending = setTimeout(() => handlers.current.onStop(false), SCAN_MS_MAX)
    const show = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (isOver) return stopCamera(stream)
      if (video.current === null) return
      video.current.srcObject = stream
      await video.current.play()
    }
    void show().catch(() => handlers.current.onStop(true))
    return () => {
      isOver = true
      clearInterval(looking)
      clearTimeout(ending)
      stopCamera(stream)
    }
  }, [])
  return (
    <div className="stack-tight">
      <video ref={video} className="qr-camera" muted playsInline aria-label={words.say('compare.camera')} />
      <div>
        <Button onPress={() => onStop(false)}>{words.say('compare.cameraOff')}</Button>
      </div>
    </div>
  )
}

/** What the camera sees at this moment, read as a code. */
function photograph(video: HTMLVideoElement, canvas: HTMLCanvasElement): Uint8ClampedArray | undefined {
  if (video.videoWidth === 0) return undefined
  const scale = Math.min(1, SIDE_PX / Math.max(video.videoWidth, video.videoHeight))
  canvas.width = Math.round(video.videoWidth * scale)
  canvas.height = Math.round(video.videoHeight * scale)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  return decodeBytes(context.getImageData(0, 0, canvas.width, canvas.height))
}

function stopCamera(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
