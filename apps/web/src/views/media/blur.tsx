// The blur of a picture that is on its way.
import { decode, isBlurhashValid } from 'blurhash'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'

const SIDE = 24

/** The blur, as large as what it stands in; nothing where the text is none. */
export function Blur({ hash }: { hash: string | undefined }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isValid = hash !== undefined && isBlurhashValid(hash).result
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!isValid || context === null || context === undefined) return
    context.putImageData(new ImageData(new Uint8ClampedArray(decode(hash, SIDE, SIDE)), SIDE, SIDE), 0, 0)
  }, [hash, isValid])
  return isValid ? <canvas ref={canvas} className="media-blur" width={SIDE} height={SIDE} aria-hidden="true" /> : null
}
