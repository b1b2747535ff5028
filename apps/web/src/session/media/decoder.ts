// Decoding in this browser: pictures in a worker, films by the page, as only a page has a player.
import { trustedScript } from '../trusted.ts'
// oxlint-disable-next-line import/default -- the bundler makes it
import pictureWorkerUrl from './picture-worker.ts?worker&url'
import { blur, shrink } from './pictures.ts'
import type { DecodedPicture, Decoder } from './prepare.ts'

const FILM_MS_MAX = 15_000
const PICTURE_MS_MAX = 60_000
const POSTER_AT_S = 0.5

/** Opens the decoder; its worker starts with the first picture. */
export function openDecoder(): Decoder {
  let worker: Worker | undefined
  const waiting = new Map<number, (result: unknown) => void>()
  let last = 0

  function ask(act: 'look' | 'redraw', bytes: Blob): Promise<unknown> {
    worker ??= start()
    last += 1
    const id = last
    worker.postMessage({ id, act, bytes })
    return new Promise((done) => {
      const timer = setTimeout(() => finish(undefined), PICTURE_MS_MAX)
      const finish = (result: unknown): void => {
        clearTimeout(timer)
        waiting.delete(id)
        done(result)
      }
      waiting.set(id, finish)
    })
  }

  function start(): Worker {
    const made = new Worker(trustedScript(pictureWorkerUrl), { type: 'module' })
    made.addEventListener('message', ({ data }: MessageEvent<{ id: number; result: unknown }>) => waiting.get(data.id)?.(data.result))
    // A picture that takes the worker down with it is one that cannot be decoded.
    made.addEventListener('error', () => {
      worker = undefined
      for (const finish of waiting.values()) finish(undefined)
    })
    return made
  }

  return {
    picture: async (bytes) => (await ask('look', bytes)) as DecodedPicture | undefined,
    redraw: async (bytes) => (await ask('redraw', bytes)) as Blob | undefined,
    film: (bytes) => lookAtFilm(bytes).catch(() => undefined),
  }
}

async function lookAtFilm(bytes: Blob): Promise<(DecodedPicture & { durationMs: number }) | undefined> {
  const url = URL.createObjectURL(bytes)
  const player = document.createElement('video')
  player.muted = true
  player.preload = 'auto'
  try {
    player.src = url
    await heard(player, 'loadeddata')
    player.currentTime = Math.min(POSTER_AT_S, player.duration / 2)
    await heard(player, 'seeked')
    const frame = await createImageBitmap(player)
    try {
      const { width, height } = frame
      const durationMs = Number.isFinite(player.duration) ? Math.round(player.duration * 1000) : 0
      return { width, height, durationMs, preview: await shrink(frame), blurhash: blur(frame) }
    } finally {
      frame.close()
    }
  } finally {
    player.removeAttribute('src')
    player.load()
    URL.revokeObjectURL(url)
  }
}

function heard(player: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error('the film does not open')), FILM_MS_MAX)
    const end = (then: () => void) => (): void => {
      clearTimeout(timer)
      then()
    }
    player.addEventListener(event, end(done), { once: true })
    player.addEventListener('error', end(() => failed(new Error('the film does not open'))), { once: true })
  })
}
