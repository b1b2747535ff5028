// Decodes pictures, away from the page's own thread: how large they are, a smaller one, a blur of them.
import { encode } from 'blurhash'
import type { DecodedPicture, PreparedPreview } from './prepare.ts'

const PREVIEW_SIDE = 800
const BLUR_SIDE = 32
const QUALITY = 0.8
/** A picture of fewer bytes is its own preview. */
const SMALL_BYTES = 150 * 1024

/** What is seen of a picture. Rejects where it cannot be decoded. */
export async function lookAt(bytes: Blob): Promise<DecodedPicture> {
  const picture = await createImageBitmap(bytes, { imageOrientation: 'from-image' })
  try {
    const { width, height } = picture
    const isSmall = bytes.size <= SMALL_BYTES && Math.max(width, height) <= PREVIEW_SIDE * 2
    return { width, height, preview: isSmall ? undefined : await shrink(picture), blurhash: blur(picture) }
  } finally {
    picture.close()
  }
}

/** The picture anew, with nothing but what is seen. */
export async function redraw(bytes: Blob): Promise<Blob> {
  const picture = await createImageBitmap(bytes, { imageOrientation: 'from-image' })
  try {
    return await draw(picture, picture.width, picture.height).convertToBlob({ type: 'image/webp', quality: 0.92 })
  } finally {
    picture.close()
  }
}

/** A smaller one of a picture that is decoded. */
export async function shrink(picture: ImageBitmap): Promise<PreparedPreview> {
  const scale = Math.min(PREVIEW_SIDE / Math.max(picture.width, picture.height), 1)
  const width = Math.max(Math.round(picture.width * scale), 1)
  const height = Math.max(Math.round(picture.height * scale), 1)
  return { bytes: await draw(picture, width, height).convertToBlob({ type: 'image/webp', quality: QUALITY }), width, height }
}

/** A blur of a picture that is decoded. https://blurha.sh */
export function blur(picture: ImageBitmap): string {
  const isWide = picture.width >= picture.height
  const side = (part: number): number => Math.max(Math.round(BLUR_SIDE * part), 1)
  const width = isWide ? BLUR_SIDE : side(picture.width / picture.height)
  const height = isWide ? side(picture.height / picture.width) : BLUR_SIDE
  const pixels = contextOf(draw(picture, width, height)).getImageData(0, 0, width, height)
  return encode(pixels.data, width, height, isWide ? 4 : 3, isWide ? 3 : 4)
}

function draw(picture: ImageBitmap, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  contextOf(canvas).drawImage(picture, 0, 0, width, height)
  return canvas
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('there is nothing to draw on')
  return context
}
