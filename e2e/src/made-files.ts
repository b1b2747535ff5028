// Files as people have them: a photograph with where it was taken in it, a document.
import type { Page } from 'playwright-core'

/** What a photograph says beside what it shows. */
export const PLACE = '48.8566 N, 2.3522 E'

/** Gives back a JPEG, 1600 by 1000, as base64. */
const DRAW = `(async () => {
  const canvas = new OffscreenCanvas(1600, 1000)
  const context = canvas.getContext('2d')
  for (let index = 0; index < 600; index += 1) {
    context.fillStyle = 'hsl(' + index * 7 + ' 60% 50%)'
    context.fillRect((index * 97) % 1600, (index * 61) % 1000, 90, 70)
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })
  return new Uint8Array(await blob.arrayBuffer()).toBase64()
})()`

/** A photograph, taken with the camera turned, that says where. Drawn by the browser, which knows how. */
export async function makePhotograph(page: Page): Promise<Buffer> {
  const drawn: unknown = await page.evaluate(DRAW)
  if (typeof drawn !== 'string') throw new Error('the browser drew nothing')
  const picture = Buffer.from(drawn, 'base64')
  // Exif with the tag Orientation: 6, to be turned clockwise by a quarter.
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM'), Buffer.from([0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]), Buffer.from(PLACE)])
  return Buffer.concat([picture.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif, picture.subarray(2)])
}

/** A document of one page that says something. */
export function makeDocument(text: string): Buffer {
  const drawn = `BT /F1 28 Tf 72 720 Td (${text}) Tj ET`
  return Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length ${drawn.length}>>stream
${drawn}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>`)
}
