// A camera that sees what a test holds in front of it: Chromium reads its pictures from a file.
import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { WITH_MICROPHONE } from './screen.ts'

/** The flags of a browser whose camera shows that file. The file may come later, as long as it is there when the camera is switched on. */
export function withCamera(file: string): readonly string[] {
  return [...WITH_MICROPHONE, `--use-file-for-fake-video-capture=${file}`]
}

const SIDE_PX = 480
const MARGIN = 4

/** Holds the code that a page shows in front of the camera. */
export async function holdCode(page: Page, file: string): Promise<void> {
  const code = page.locator('svg.qr')
  const count = Number((await code.getAttribute('viewBox'))?.split(' ')[3])
  const path = (await code.locator('path').getAttribute('d')) ?? ''
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1/g)].map(([, x, y]) => Number(y) * count + Number(x)))
  const size = Math.floor(SIDE_PX / (count + 2 * MARGIN))
  const edge = Math.floor((SIDE_PX - size * count) / 2)
  const light = Buffer.alloc(SIDE_PX * SIDE_PX, 235)
  for (let y = 0; y < size * count; y += 1) {
    for (let x = 0; x < size * count; x += 1) if (dark.has(Math.floor(y / size) * count + Math.floor(x / size))) light[(y + edge) * SIDE_PX + x + edge] = 16
  }
  // https://wiki.multimedia.cx/index.php/YUV4MPEG2: each picture is its light, then its colors at half the size.
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((SIDE_PX * SIDE_PX) / 2, 128)])
  await writeFile(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${SIDE_PX} H${SIDE_PX} F10:1 Ip A1:1 C420jpeg\n`), frame, frame, frame]))
}
