// The worker in which pictures are decoded.
import { lookAt, redraw } from './pictures.ts'

self.addEventListener('message', ({ data }: MessageEvent<{ id: number; act: 'look' | 'redraw'; bytes: Blob }>) => {
  const work: Promise<unknown> = data.act === 'look' ? lookAt(data.bytes) : redraw(data.bytes)
  work.then(
    (result) => self.postMessage({ id: data.id, result }),
    () => self.postMessage({ id: data.id, result: undefined }),
  )
})
