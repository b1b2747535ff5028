// Small drawings of our own, in the color of the text around them.
import type { ReactNode } from 'react'

/** Each on a field of 20 by 20, as strokes. */
const DRAWINGS = {
  talks: 'M3.5 5.5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-4 3v-3a1.6 1.6 0 0 1-1.5-2z',
  inbox: 'M3 11.5 5.2 4h9.6L17 11.5V16H3zM3 11.5h4l1 2h4l1-2h4',
  explore: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM13 7l-2 4-4 2 2-4z',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  add: 'M10 4v12M4 10h12',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  close: 'M5 5l10 10M15 5 5 15',
  back: 'M12.5 4 6.5 10l6 6',
  more: 'M4.5 10h.6M9.7 10h.6M14.9 10h.6',
  people: 'M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 16.5c0-2.8 2-4.5 5-4.5s5 1.7 5 4.5M13 4.3a2.7 2.7 0 0 1 0 5M14.5 12.3c1.9.5 3 2 3 4.2',
  details: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9.2v4.5M10 6.3h.01',
  threads: 'M4 4h12v9H9l-3 3v-3H4zM7 7.5h6M7 10h4',
  files: 'M5 2.8h6.5L15 6.3v10.9H5zM11.5 2.8v3.5H15',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  unlocked: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 5.8-1',
  star: 'm10 3 2.1 4.4 4.9.6-3.6 3.3 1 4.8L10 13.7l-4.4 2.4 1-4.8L3 8l4.9-.6z',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3',
  muted: 'M5 14V9c0-1 .3-2 .8-2.7M8 4.4A5 5 0 0 1 15 9v3M14 15.5H3.5L5 14M3 3l14 14',
  link: 'M8.5 11.5a3 3 0 0 0 4.3.3l2.4-2.4a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.3-.3l-2.4 2.4a3 3 0 0 0 4.2 4.2l1-1',
  space: 'M3 3.5h6v6H3zM11 3.5h6v6h-6zM3 11.5h6v5H3zM11 11.5h6v5h-6z',
  check: 'm4 10.5 4 4 8-9',
  fold: 'm5 7.5 5 5 5-5',
  warn: 'M10 3 2.5 16.5h15zM10 8v4M10 14.3h.01',
  pen: 'm4 16 .8-3.5L13 4.3l2.7 2.7-8.2 8.2z',
  globe: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM2.5 10h15M10 2.5c2.5 2 3 4.8 3 7.5s-.5 5.5-3 7.5c-2.5-2-3-4.8-3-7.5s.5-5.5 3-7.5z',
  attach: 'M16.2 9.4 9.9 15.7a3.9 3.9 0 0 1-5.6-5.6l6.6-6.6a2.7 2.7 0 0 1 3.8 3.8l-6.4 6.4a1.3 1.3 0 0 1-1.9-1.9l5.8-5.7',
  microphone: 'M10 2.5A2.5 2.5 0 0 1 12.5 5v5a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM4.8 9.5v.5a5.2 5.2 0 0 0 10.4 0v-.5M10 15.2v2.5',
  play: 'M6.5 4 16 10l-9.5 6z',
  pause: 'M7 4.5v11M13 4.5v11',
  next: 'm7.5 4 6 6-6 6',
  less: 'M4 10h12',
  forward: 'm11.5 5 5 5-5 5M16.5 10h-8a5 5 0 0 0-5 5',
  save: 'M10 3v9M6.5 8.5 10 12l3.5-3.5M4 16.5h12',
  out: 'M8 3.5H4v13h4M12 6.5l4 3.5-4 3.5M16 10H7.5',
  answer: 'M8 5 3.5 9 8 13M4 9h7a5.5 5.5 0 0 1 5.5 5.5V16',
  face: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7 8h.01M13 8h.01M6.7 11.8a4 4 0 0 0 6.6 0',
  pin: 'M7 3h6l-.7 5 2.2 3.5h-9L7.7 8zM10 11.5V17',
  copy: 'M7 7h9v10H7zM13 7V3H4v10h3',
  remove: 'M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.8 11.5h7.4l.8-11.5M8.5 9v5M11.5 9v5',
  poll: 'M4 17V9M10 17V4M16 17v-6',
  send: 'M3 10 17 3.5 12.5 17l-2.7-5.3z',
  letters: 'M2.5 15 6.5 5l4 10M4 11.5h5M17 15v-6M17 12a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  flag: 'M5 17.5V3M5 4h9.5l-2 3.5 2 3.5H5',
  bookmark: 'M6 3h8v14l-4-3.2L6 17z',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2',
} as const

/** What can be drawn. */
export type IconName = keyof typeof DRAWINGS

/** A drawing. It says nothing to screen readers: whatever it stands in has a name. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
