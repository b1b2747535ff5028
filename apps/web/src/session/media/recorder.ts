// Records a voice: what the microphone hears, and how loud it was.

/** A recording that goes on. */
export interface Recorder {
  /** How loud it is now, from 0 to 1, and how long it has gone on. */
  level(): { loudness: number; durationMs: number }
  /** Ends it and gives back what was heard. */
  stop(): Promise<Recording>
  /** Ends it and forgets what was heard. */
  cancel(): void
}

/** What was heard. */
export interface Recording {
  bytes: Blob
  durationMs: number
  waveform: readonly number[]
}

/** How many bars a voice has from begin to end. */
export const BARS = 60
/** An hour: nobody hears more, and a recorder that was forgotten ends. */
export const RECORDING_MS_MAX = 60 * 60_000
const SAMPLE_MS = 50
/** Preferred in this order: what every client plays. */
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']
const BITS_PER_SECOND = 32_000

/** Begins to record. Rejects where there is no microphone or it may not be used. */
export async function record(): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, channelCount: 1 } })
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? ''
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND })
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const loudness: number[] = []
  const parts: Blob[] = []
  const begunMs = performance.now()
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  recorder.start(1000)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    loudness.push(loudnessOf(samples))
    if (performance.now() - begunMs > RECORDING_MS_MAX && recorder.state === 'recording') recorder.pause()
  }, SAMPLE_MS)

  function end(): void {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
    void context.close()
  }

  return {
    level: () => ({ loudness: loudness.at(-1) ?? 0, durationMs: Math.min(performance.now() - begunMs, RECORDING_MS_MAX) }),
    stop() {
      const durationMs = Math.min(performance.now() - begunMs, RECORDING_MS_MAX)
      return new Promise((done) => {
        recorder.addEventListener('stop', () => {
          end()
          done({ bytes: new Blob(parts, { type: recorder.mimeType }), durationMs, waveform: toBars(loudness, BARS) })
        })
        recorder.stop()
      })
    },
    cancel() {
      recorder.stop()
      end()
    },
  }
}

/** The mean loudness as the ear takes it: a square root, so that quiet speech is seen. */
function loudnessOf(samples: Float32Array): number {
  const mean = samples.reduce((sum, each) => sum + each * each, 0) / samples.length
  return Math.min(Math.sqrt(Math.sqrt(mean)), 1)
}

/** As many bars as asked for, each the loudest of its stretch. */
export function toBars(loudness: readonly number[], count: number): number[] {
  if (loudness.length === 0) return []
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * loudness.length) / count)
    const to = Math.max(Math.floor(((index + 1) * loudness.length) / count), from + 1)
    return Math.max(...loudness.slice(from, to))
  })
}
