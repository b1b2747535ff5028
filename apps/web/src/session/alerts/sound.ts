// The sound of an alert: two soft notes, made here, so that nothing has to be loaded for them. It is made once, as a file: what browsers
// make sounds with while they are heard keeps the page longer than it takes to draw a letter, each time it is begun.

const SAMPLES_PER_SECOND = 16_000
const NOTES = [
  { atSeconds: 0, hertz: 587 },
  { atSeconds: 0.12, hertz: 784 },
] as const
const RISES_SECONDS = 0.02
const FALLS_SECONDS = 0.26
const SECONDS = 0.12 + RISES_SECONDS + FALLS_SECONDS
const LOUDEST = 0.08
const QUIETEST = 0.0001
const HEADER_BYTES = 44

let sound: HTMLAudioElement | undefined

/** Plays it. A browser that nobody has touched yet plays none. */
export function playSound(): void {
  sound ??= new Audio(URL.createObjectURL(new Blob([makeSound()], { type: 'audio/wav' })))
  sound.currentTime = 0
  sound.play().catch(() => undefined)
}

/** The notes as a WAV file: one channel of 16 bits. */
export function makeSound(): ArrayBuffer {
  const count = Math.round(SECONDS * SAMPLES_PER_SECOND)
  const file = new DataView(new ArrayBuffer(HEADER_BYTES + count * 2))
  const text = (at: number, word: string): void => {
    for (let index = 0; index < word.length; index += 1) file.setUint8(at + index, word.charCodeAt(index))
  }
  text(0, 'RIFF')
  file.setUint32(4, file.byteLength - 8, true)
  text(8, 'WAVEfmt ')
  file.setUint32(16, 16, true)
  file.setUint16(20, 1, true)
  file.setUint16(22, 1, true)
  file.setUint32(24, SAMPLES_PER_SECOND, true)
  file.setUint32(28, SAMPLES_PER_SECOND * 2, true)
  file.setUint16(32, 2, true)
  file.setUint16(34, 16, true)
  text(36, 'data')
  file.setUint32(40, count * 2, true)
  for (let index = 0; index < count; index += 1) file.setInt16(HEADER_BYTES + index * 2, Math.round(sampleAt(index / SAMPLES_PER_SECOND) * 32_767), true)
  return file.buffer
}

function sampleAt(seconds: number): number {
  return NOTES.reduce((sum, { atSeconds, hertz }) => sum + loudnessAt(seconds - atSeconds) * Math.sin(2 * Math.PI * hertz * (seconds - atSeconds)), 0)
}

/** It swells and dies away as ears hear it: by the same factor in each moment. */
function loudnessAt(seconds: number): number {
  if (seconds < 0 || seconds > RISES_SECONDS + FALLS_SECONDS) return 0
  const far = seconds < RISES_SECONDS ? 1 - seconds / RISES_SECONDS : (seconds - RISES_SECONDS) / FALLS_SECONDS
  return LOUDEST * (QUIETEST / LOUDEST) ** far
}
