// What runs in the page before anything of it, and writes down when things were to be seen. Put there by the debugger, which
// is not held to the policy of the page.

/** What the page tells of its start: milliseconds since the navigation began. */
export interface StartMarks {
  /** The list of rooms was on the screen. */
  list?: number
  /** Words of the room that is open. */
  words?: number
  /** Words, the list, and a field to write in. */
  usable?: number
  /** The keys are there, and the server has answered. */
  ready?: number
  /** For how long words, the list or the field were gone again after that. */
  lost?: number
}

/** A room that was gone to: milliseconds from the press to what was on the screen. */
export interface Switch {
  acknowledged?: number
  drawn?: number
}

/**
 * A key that was pressed: how long it waited for the page's thread, and how long that worked on it. The browser's own figure up to
 * the frame is no use here: without a screen, Chromium tells of frames that it has drawn up to seconds later (in a trace, a key
 * whose frame was drawn after 46 ms was told to have waited 1,647). `watched.keys` holds when frames were handed over.
 */
export interface Key {
  name: string
  waitedMs: number
  tookMs: number
}

/** Frames of scrolling. */
export interface Frames {
  count: number
  /** Frames in which a part of the log had nothing in it. */
  blank: number
  longestMs: number
  over50Ms: number
}

/** The script. Each mark is taken when the frame that shows it has been handed over. */
export const WATCH = `(() => {
  const shown = (done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => done(performance.now())
    port2.postMessage(0)
  })
  const marks = {}
  const asked = new Set()
  const mark = (name) => {
    if (asked.has(name)) return
    asked.add(name)
    shown((atMs) => { marks[name] = atMs })
  }
  const watched = { marks, long: [], events: [], keys: [], gone: undefined, frames: undefined }
  let expected
  let lostAtMs
  const look = () => {
    const hasList = document.querySelector('.rooms-room') !== null
    const hasWords = document.querySelector('[role=log] .message-text') !== null
    if (hasList) mark('list')
    if (hasWords) mark('words')
    const isUsable = hasList && hasWords && document.querySelector('textarea[data-composer]') !== null
    if (isUsable) mark('usable')
    if (isUsable && lostAtMs !== undefined) marks.lost = (marks.lost ?? 0) + performance.now() - lostAtMs
    if (asked.has('usable')) lostAtMs = isUsable ? undefined : (lostAtMs ?? performance.now())
    if (document.querySelector('[data-keys=ready]') !== null) mark('ready')
    if (expected === undefined || expected.fromMs === undefined) return
    const { name, fromMs, result } = expected
    if (!expected.isHeaded && document.querySelector('h1')?.textContent === name) {
      expected.isHeaded = true
      shown((atMs) => { result.acknowledged = atMs - fromMs })
    }
    // What was said in the room before it is gone with its head.
    if (expected.isHeaded && !expected.isDrawn && hasWords) {
      expected.isDrawn = true
      shown((atMs) => { result.drawn = atMs - fromMs })
    }
  }
  const looking = new MutationObserver(look)
  looking.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-keys'] })
  addEventListener('click', ({ timeStamp }) => { if (expected !== undefined) expected.fromMs ??= timeStamp }, true)
  addEventListener('keydown', ({ timeStamp }) => shown((atMs) => watched.keys.push(atMs - timeStamp)), true)
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) watched.long.push([startTime, duration]) }).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => { for (const { name, startTime, processingStart, processingEnd } of list.getEntries()) watched.events.push({ name, waitedMs: processingStart - startTime, tookMs: processingEnd - processingStart }) }).observe({ type: 'event', durationThreshold: 16, buffered: true })
  // What looks takes time itself, at each change of the page.
  watched.endLooking = () => looking.disconnect()
  watched.expect = (name) => { expected = { name, result: (watched.gone = {}) } }
  watched.follow = () => {
    const frames = (watched.frames = { count: 0, blank: 0, longestMs: 0, over50Ms: 0 })
    let beforeMs
    const each = (atMs) => {
      if (watched.frames !== frames) return
      frames.count += 1
      if (beforeMs !== undefined) {
        frames.longestMs = Math.max(frames.longestMs, atMs - beforeMs)
        if (atMs - beforeMs > 50) frames.over50Ms += 1
      }
      beforeMs = atMs
      // What the last frame showed: the log holds rows from its upper to its lower edge, but for what stands above the first.
      const log = document.querySelector('[role=log]')
      const rows = log?.querySelector('.timeline-rows')
      if (log !== null && rows) {
        const box = log.getBoundingClientRect()
        const drawn = rows.getBoundingClientRect()
        const isFirst = rows.querySelector('[data-index="0"]') !== null
        if (drawn.height === 0 || (drawn.top > box.top + 1 && !isFirst) || drawn.bottom < Math.min(box.bottom, box.top + log.scrollHeight) - 40) frames.blank += 1
      }
      requestAnimationFrame(each)
    }
    requestAnimationFrame(each)
  }
  watched.endFollowing = () => { const { frames } = watched; watched.frames = undefined; return frames }
  globalThis.chappeWatched = watched
})()`
