// What probes ask the page itself. Each function is sent there as it stands: it uses nothing but `look`, which comes first.

/** A color with its opacity, each from 0 to 1. */
export interface Color {
  r: number
  g: number
  b: number
  a: number
}

/** What the functions below have at hand in the page. */
export interface LookTools {
  /** Everything that can be pressed, written into or chosen, and is seen. */
  targets(): Element[]
  isSeen(element: Element): boolean
  /** Whom somebody would call it. */
  nameOf(element: Element): string
  colorOf(text: string): Color | undefined
  /** What is behind an element, all grounds on one another; undefined where it is a picture. */
  groundOf(element: Element): Color | undefined
  contrastOf(a: Color, b: Color): number
}

declare global {
  var look: LookTools
}

/** Puts the tools into the page. */
export function installTools(): void {
  const TARGETS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=option], [role^=menuitem], [role=tab], [role=checkbox], [role=radio], [role=switch], [role=combobox]'
  const over = (top: { r: number; g: number; b: number; a: number }, below: { r: number; g: number; b: number; a: number }) => {
    const mix = (x: number, y: number): number => x * top.a + y * (1 - top.a)
    return { r: mix(top.r, below.r), g: mix(top.g, below.g), b: mix(top.b, below.b), a: 1 }
  }
  const luminance = ({ r, g, b }: { r: number; g: number; b: number }): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  globalThis.look = {
    isSeen(element) {
      const { width, height } = element.getBoundingClientRect()
      if (width < 2 || height < 2 || !element.checkVisibility({ opacityProperty: false, visibilityProperty: true })) return false
      // What is there for screen readers alone is cut to nothing; what lies in a frame that hides it, too.
      for (let each: Element | null = element; each !== null; each = each.parentElement) if (getComputedStyle(each).clipPath === 'inset(50%)') return false
      return element.closest('[inert], [aria-hidden=true]') === null
    },
    targets: () => [...document.querySelectorAll(TARGETS)].filter((each) => look.isSeen(each)),
    nameOf(element) {
      const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 60)
      const kind = element.className !== '' && typeof element.className === 'string' ? `${element.localName}.${element.className.split(' ')[0]}` : element.localName
      return text === '' ? kind : `${kind} “${text}”`
    },
    colorOf(text) {
      const parts = /^(?:rgba?|color\(srgb)\s*\(?([^)]+)\)/.exec(text)?.[1]?.split(/[\s,/]+/).filter((each) => each !== '')
      if (parts === undefined) return undefined
      const scale = text.startsWith('rgb') ? 255 : 1
      const [r = NaN, g = NaN, b = NaN, a = 1] = parts.map((each) => (each.endsWith('%') ? Number.parseFloat(each) / 100 : Number(each)))
      return [r, g, b, a].some(Number.isNaN) ? undefined : { r: r / scale, g: g / scale, b: b / scale, a }
    },
    groundOf(element) {
      const layers = []
      for (let each: Element | null = element; each !== null; each = each.parentElement) {
        const style = getComputedStyle(each)
        if (style.backgroundImage !== 'none') return undefined
        const color = look.colorOf(style.backgroundColor)
        if (color === undefined) return undefined
        if (color.a > 0) layers.push(color)
        if (color.a === 1) break
      }
      const canvas = getComputedStyle(document.documentElement).colorScheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches ? 0.07 : 1
      return layers.reduceRight((below, top) => over(top, below), { r: canvas, g: canvas, b: canvas, a: 1 })
    },
    contrastOf(a, b) {
      const [light = 0, dark = 0] = [luminance(over(a, b)), luminance(b)].toSorted((x, y) => y - x)
      return (light + 0.05) / (dark + 0.05)
    },
  }
}

/** Text that is too weak on its ground, placeholders too; what cannot be used at present is exempt, and counted apart. */
export function findWeakText(): { looked: number; weak: string[] } {
  const weak: string[] = []
  let looked = 0
  const check = (element: Element, color: string, what: string): void => {
    const [ink, ground, style] = [look.colorOf(color), look.groundOf(element), getComputedStyle(element)]
    if (ink === undefined || ground === undefined) return
    looked += 1
    const size = Number.parseFloat(style.fontSize)
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
    let opacity = 1
    for (let each: Element | null = element; each !== null; each = each.parentElement) opacity *= Number(getComputedStyle(each).opacity)
    const ratio = look.contrastOf({ ...ink, a: ink.a * opacity }, ground)
    if (ratio < least - 0.005) weak.push(`${what} ${look.nameOf(element)}: ${ratio.toFixed(2)} of ${least}`)
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement
    if (parent === null || (node.textContent ?? '').trim() === '' || !look.isSeen(parent)) continue
    if (parent.closest('svg, script, style, option, :disabled, [aria-disabled=true], [data-disabled]') !== null) continue
    // What only shows where the pointer is.
    let isShown = true
    for (let each: Element | null = parent; each !== null; each = each.parentElement) if (getComputedStyle(each).opacity === '0') isShown = false
    if (isShown) check(parent, getComputedStyle(parent).color, 'text')
  }
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input[placeholder], textarea[placeholder]')) {
    if (look.isSeen(field) && !field.disabled && field.value === '') check(field, getComputedStyle(field, '::placeholder').color, 'placeholder')
  }
  return { looked, weak }
}

/** Borders of fields and signs of buttons that are too weak to be seen. */
export function findWeakSigns(): { looked: number; weak: string[] } {
  const weak: string[] = []
  let looked = 0
  const check = (color: string, element: Element, ground: Element | null): boolean => {
    const [ink, behind] = [look.colorOf(color), ground === null ? undefined : look.groundOf(ground)]
    return ink === undefined || behind === undefined || look.contrastOf(ink, behind) >= 2.995
  }
  const checkField = (element: Element): void => {
    looked += 1
    const [style, around] = [getComputedStyle(element), element.parentElement]
    const hasBorder = Number.parseFloat(style.borderTopWidth) > 0 && check(style.borderTopColor, element, around)
    // A field that is the whole of a bar has the line of that bar.
    const isBare = Number.parseFloat(style.borderTopWidth) === 0 && element.closest('[role=dialog], [role=search]') !== null
    if (!hasBorder && !isBare && !check(style.backgroundColor, element, around)) weak.push(`border of ${look.nameOf(element)}`)
  }
  const checkSign = (element: Element, sign: Element): void => {
    looked += 1
    const { stroke, color } = getComputedStyle(sign)
    if (!check(stroke === 'none' ? color : stroke, sign, element)) weak.push(`sign of ${look.nameOf(element)}`)
  }
  for (const element of look.targets().filter((each) => each.closest(':disabled, [aria-disabled=true], [data-disabled]') === null)) {
    if (element.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=file])')) checkField(element)
    const sign = element.querySelector('svg')
    if (sign !== null && (element.textContent ?? '').trim() === '' && sign.getBoundingClientRect().width > 2) checkSign(element, sign)
  }
  return { looked, weak }
}

/** Targets that are smaller than `least`, without the room around them that would make up for it. */
export function findSmallTargets(least: number): { looked: number; small: string[] } {
  const all = look.targets().filter((each) => each.closest('[role=log] .body-html, .message-text') === null)
  const boxOf = (element: Element): DOMRect => {
    const label = element.matches('input[type=checkbox], input[type=radio]') ? element.closest('label') : null
    return (label ?? element).getBoundingClientRect()
  }
  const boxes = all.map((element) => ({ element, box: boxOf(element) })).filter(({ box }) => box.width > 0 && box.height > 0)
  const isSmall = ({ width, height }: DOMRect): boolean => width < least - 0.5 || height < least - 0.5
  const centerOf = (box: DOMRect): [number, number] => [box.x + box.width / 2, box.y + box.height / 2]
  const small = boxes.filter(({ element, box }) => {
    if (!isSmall(box)) return false
    // Inline in a sentence: its height is that of the line.
    const around = element.parentElement
    if (around !== null && getComputedStyle(element).display.startsWith('inline') && [...around.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && (each.textContent ?? '').trim().length > 2)) return false
    const [x, y] = centerOf(box)
    return boxes.some((other) => {
      if (other.element === element || element.contains(other.element) || other.element.contains(element)) return false
      const [left, top] = [Math.max(other.box.left, Math.min(x, other.box.right)), Math.max(other.box.top, Math.min(y, other.box.bottom))]
      if (Math.hypot(left - x, top - y) < least / 2) return true
      const [otherX, otherY] = centerOf(other.box)
      return isSmall(other.box) && Math.hypot(otherX - x, otherY - y) < least
    })
  })
  return { looked: boxes.length, small: small.map(({ element, box }) => `${look.nameOf(element)}: ${Math.round(box.width)} by ${Math.round(box.height)}`) }
}

/** What cannot be read or reached where the window is narrow: what is wider than it, and what scrolls both ways. */
export function findSideways(): { looked: number; wide: string[] } {
  const [width, all] = [document.documentElement.clientWidth, [...document.querySelectorAll('body *')].filter((each) => look.isSeen(each))]
  const wide = document.documentElement.scrollWidth > width ? [`the page: ${document.documentElement.scrollWidth} wide`] : []
  const isScrolledBothWays = (element: Element): boolean => {
    const isScrolled = /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1
    return isScrolled && element.querySelector('table, pre, .katex, math') === null && element.scrollHeight > element.clientHeight + 1
  }
  const isOutside = (element: Element): boolean => {
    const { left, right } = element.getBoundingClientRect()
    if ((right <= width + 1 && left >= -1) || getComputedStyle(element).position === 'absolute') return false
    let clip: Element | null = element.parentElement
    while (clip !== null && !/auto|scroll|hidden|clip/.test(getComputedStyle(clip).overflowX)) clip = clip.parentElement
    return clip === null
  }
  // What has to be two-dimensional is exempt: tables, code, formulas, pictures of documents.
  for (const element of all.filter((each) => each.closest('table, pre, .katex, math, svg, canvas, img, video, iframe, .body-table') === null)) {
    if (isScrolledBothWays(element)) wide.push(`${look.nameOf(element)} scrolls both ways`)
    if (isOutside(element)) wide.push(`${look.nameOf(element)} reaches to ${Math.round(element.getBoundingClientRect().right)}`)
  }
  return { looked: all.length, wide }
}

/** Text that is cut off, so that a part of it cannot be seen; what ends in an ellipsis is so on purpose. */
export function findCutText(): { looked: number; cut: string[] } {
  const cut: string[] = []
  let looked = 0
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && (each.textContent ?? '').trim() !== '')
    if (!hasText || !look.isSeen(element)) continue
    looked += 1
    const style = getComputedStyle(element)
    if (!/hidden|clip/.test(`${style.overflowX} ${style.overflowY}`)) continue
    const isEllipsis = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none' || element.closest('[data-folded]') !== null
    if (element.scrollHeight > element.clientHeight + 3 && !isEllipsis) cut.push(`${look.nameOf(element)} is cut below`)
    if (element.scrollWidth > element.clientWidth + 1 && !isEllipsis) cut.push(`${look.nameOf(element)} is cut at its side`)
  }
  return { looked, cut }
}

/** Names that do not hold what is shown: who speaks to the machine says what is seen. */
export function findOtherNames(): { looked: number; other: string[] } {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const named = look.targets().filter((each) => each.hasAttribute('aria-label') && /\p{L}{2}/u.test((each instanceof HTMLElement ? each.innerText : '').trim()))
  const other = named.filter((each) => {
    const shown = each instanceof HTMLElement ? each.innerText : ''
    return shown.split('\n').every((line) => plain(line) === '' || !plain(each.getAttribute('aria-label') ?? '').includes(plain(line)))
  })
  return { looked: look.targets().length, other: other.map((each) => `${look.nameOf(each)} shows “${each instanceof HTMLElement ? each.innerText.replaceAll('\n', ' ') : ''}”`) }
}

/** Something that moves although its user wished for calm, or for longer than five seconds. */
export function findMotion(): { looked: number; moving: string[] } {
  const all = document.getAnimations()
  return { looked: document.querySelectorAll('body *').length, moving: all.filter((each) => each.playState === 'running').map((each) => (each.effect instanceof KeyframeEffect && each.effect.target !== null ? look.nameOf(each.effect.target) : 'something')) }
}

/** What is chosen, and is not told by a line where the machine gives the colors. */
export function findUnmarked(): { looked: number; unmarked: string[] } {
  const chosen = [...document.querySelectorAll('[aria-current], [aria-pressed=true], [aria-selected=true]')].filter((each) => look.isSeen(each))
  const isMarked = (element: Element): boolean => {
    const style = getComputedStyle(element)
    return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.forcedColorAdjust === 'none' || Number.parseFloat(style.borderBottomWidth) >= 2 || Number(style.fontWeight) >= 600
  }
  return { looked: chosen.length, unmarked: chosen.filter((each) => !isMarked(each) && ![...each.querySelectorAll('*')].some(isMarked)).map((each) => look.nameOf(each)) }
}

/** Where the focus is, and what of it can be seen. Each element gets a number when the focus first comes to it; -1: nowhere. */
export function describeFocus(): { id: number; name: string; isShown: boolean; isHidden: boolean } {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return { id: -1, name: 'the page', isShown: true, isHidden: false }
  if (element.dataset['look'] === undefined) {
    // What is drawn only while it is in sight comes and goes: numbers are given once.
    const next = Number(document.documentElement.dataset['looks'] ?? 0)
    element.dataset['look'] = String(next)
    document.documentElement.dataset['looks'] = String(next + 1)
  }
  const box = element.getBoundingClientRect()
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)]
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]
  const isShown = right - left > 0 && bottom - top > 0
  const isOwn = (x: number, y: number): boolean => {
    const found = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)
    return found !== null && (element.contains(found) || found.contains(element) || found.closest('label')?.contains(element) === true)
  }
  const isSeen = [0.5, 0.1, 0.9].some((x) => [0.5, 0.15, 0.85].some((y) => isOwn(x, y)))
  return { id: Number(element.dataset['look']), name: look.nameOf(element), isShown, isHidden: isShown && !isSeen }
}

/** How an element that has a number, and what is around it, look at this moment. */
export function looksOf(id: number): string {
  const around: Element[] = []
  for (let each = document.querySelector(`[data-look="${id}"]`); each !== null && around.length < 4; each = each.parentElement) around.push(each)
  return around.map((each) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, insetBlockStart } = getComputedStyle(each)
    return [outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`, boxShadow, borderColor, backgroundColor, insetBlockStart].join(' ')
  }).join('\n')
}

/** Takes the numbers away, and the focus to the beginning. Gives back what Tab should come to. */
export function beginTabbing(): { reachable: string[] } {
  for (const each of document.querySelectorAll<HTMLElement>('[data-look]')) delete each.dataset['look']
  const modal = document.querySelector('[role=dialog], [role=alertdialog]')
  const reachable = look.targets().filter((each) => {
    if (!(each instanceof HTMLElement) || each.matches(':disabled')) return false
    // Of a group with one way in, the arrows lead to the others.
    if (each.closest('[role=menu], [role=listbox], [role=toolbar], [role=log], [role=grid]') !== null || each.matches('input[type=radio]')) return false
    return modal === null || modal.contains(each)
  })
  // Where Tab begins is where the focus was last: in front of everything, or of what is in front of everything.
  const start = modal ?? document.body
  const before = start.getAttribute('tabindex')
  if (start instanceof HTMLElement) {
    start.tabIndex = -1
    start.focus()
    if (before === null) start.removeAttribute('tabindex')
    else start.setAttribute('tabindex', before)
  }
  return { reachable: reachable.map((each, at) => {
    if (each instanceof HTMLElement) each.dataset['reach'] = String(at)
    return look.nameOf(each)
  }) }
}

/** Which of those Tab has come to. */
export function listReached(): { missed: string[] } {
  const missed = [...document.querySelectorAll<HTMLElement>('[data-reach]')].filter((each) => each.dataset['look'] === undefined && look.isSeen(each) && each.querySelector('[data-look]') === null)
  const names = missed.map((each) => look.nameOf(each))
  for (const each of document.querySelectorAll<HTMLElement>('[data-reach]')) delete each.dataset['reach']
  return { missed: names }
}

/** Nothing has the focus any more. */
export function leaveFocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

/** What the page says of itself. */
export function describePage(): { title: string; language: string; other: string[]; landmarks: number; headings: number; skip: boolean; help: string[]; fields: string[] } {
  const { lang } = document.documentElement
  const OTHER: Readonly<Record<string, string>> = { Français: 'fr', English: 'en' }
  const other = look.targets().filter((each) => {
    const language = OTHER[(each.textContent ?? '').trim()]
    return language !== undefined && language !== lang && each.closest('[lang]')?.getAttribute('lang') !== language
  })
  const help = look.targets().filter((each) => each.matches('.tricked-button, .statement-link, a[href^="/accessibility"], [data-help]'))
  // What somebody has told the browser of themselves, it can fill in.
  const fields = [...document.querySelectorAll<HTMLInputElement>('input[type=email], input[type=tel], input[type=password]')].filter((each) => look.isSeen(each) && each.autocomplete === '')
  return {
    title: document.title,
    language: lang,
    other: other.map((each) => look.nameOf(each)),
    landmarks: document.querySelectorAll('main, [role=main]').length,
    headings: document.querySelectorAll('h1, [role=heading][aria-level="1"]').length,
    skip: document.querySelector('a.skip[href^="#"]') !== null,
    help: [...new Set(help.map((each) => (each.matches('.tricked-button') ? 'tricked' : 'statement')))],
    fields: fields.map((each) => look.nameOf(each)),
  }
}

/** Everything that is drawn as the room between letters, words and lines may be. WCAG 2.2, 1.4.12. */
export function spaceText(isOn: boolean): void {
  const RULES = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }'
  const spaced = document.adoptedStyleSheets.filter((each) => each.title !== 'look' && !Reflect.has(each, 'isLook'))
  if (isOn) {
    const sheet = new CSSStyleSheet()
    Reflect.set(sheet, 'isLook', true)
    sheet.replaceSync(RULES)
    spaced.push(sheet)
  }
  document.adoptedStyleSheets = spaced
}

/** Makes every letter so many times as large. */
export function enlargeText(percent: number): void {
  document.documentElement.style.fontSize = percent === 100 ? '' : `${percent}%`
}

/** Whether somebody may drag something, and has to. */
export function findDragged(): { looked: number; dragged: string[] } {
  const dragged = [...document.querySelectorAll('[draggable=true]')].filter((each) => look.isSeen(each) && !each.matches('a, img'))
  return { looked: look.targets().length, dragged: dragged.map((each) => look.nameOf(each)) }
}
