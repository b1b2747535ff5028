// The picture of a room: drawn anew at the size it is shown in, so that nothing else of a file goes along with it.

const BYTES_MAX = 20 * 1024 * 1024
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const SIDE_PX = 256

/** The middle of a picture, as a small square. Throws a `RangeError` for what is no picture, or too large. */
export async function squareOf(file: Blob): Promise<Blob> {
  if (!TYPES.has(file.type) || file.size > BYTES_MAX) throw new RangeError('this is no picture, or it is too large')
  const whole = await createImageBitmap(file)
  const side = Math.min(whole.width, whole.height)
  const [left, top] = [(whole.width - side) / 2, (whole.height - side) / 2]
  const canvas = new OffscreenCanvas(SIDE_PX, SIDE_PX)
  canvas.getContext('2d')?.drawImage(whole, left, top, side, side, 0, 0, SIDE_PX, SIDE_PX)
  whole.close()
  return canvas.convertToBlob({ type: 'image/png' })
}
