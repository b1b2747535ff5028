// Numbers as a workbook shows them: dates, shares, money and plain ones, as near as a simplified view needs it.

/** How a number is shown. */
export type NumberLook = { kind: 'plain' } | { kind: 'fixed'; decimals: number; isGrouped: boolean; isShare: boolean; before: string; after: string } | { kind: 'date'; hasDay: boolean; hasTime: boolean }

const PLAIN: NumberLook = { kind: 'plain' }
const CODE_CHARS_MAX = 255

/** ECMA-376, part 1, 18.8.30: formats that are not written down. */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%', 14: 'yyyy-mm-dd', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm', 19: 'h:mm:ss', 20: 'h:mm', 21: 'h:mm:ss', 22: 'yyyy-mm-dd h:mm',
  37: '#,##0', 38: '#,##0', 39: '#,##0.00', 40: '#,##0.00', 45: 'mm:ss', 46: 'h:mm:ss', 47: 'mm:ss',
}

/** What a format says. */
export function lookOf(id: number, codes: ReadonlyMap<number, string>): NumberLook {
  const code = codes.get(id) ?? BUILT_IN[id]
  if (code === undefined || code.length > CODE_CHARS_MAX || /^general$/i.test(code)) return PLAIN
  // That of positive numbers, without colors, conditions and space for what is not shown.
  const first = (code.split(';')[0] ?? '').replace(/\[(?!\$|h|m|s)[^\]]*\]/gi, '').replace(/\[\$([^\]-]*)[^\]]*\]/g, '"$1"').replace(/_./g, '').replace(/\*./g, '')
  const literal = (part: string): string => part.replace(/"([^"]*)"/g, '$1').replace(/\\(.)/g, '$1').replace(/[%?#0]/g, '')
  const signs = first.replace(/"[^"]*"/g, '').replace(/\\./g, '')
  if (/[ymdhs]/i.test(signs)) return { kind: 'date', hasDay: /[yd]/i.test(signs) || /mmm/i.test(signs), hasTime: /[hs]/i.test(signs) }
  const digits = /[#0?][#0?,]*(?:\.([#0?]*))?/.exec(first)
  if (digits === null || /[eE][+-]/.test(signs)) return PLAIN
  return {
    kind: 'fixed',
    decimals: Math.min((digits[1] ?? '').length, 10),
    isGrouped: digits[0].includes(','),
    isShare: signs.includes('%'),
    before: literal(first.slice(0, digits.index)).slice(0, 20),
    after: literal(first.slice(digits.index + digits[0].length)).slice(0, 20),
  }
}

const DAY_MS = 86_400_000
/** The day before the first one, counted as the programs count, which believe that there was a 29 February 1900. */
const FROM_1900_MS = Date.UTC(1899, 11, 30)
const FROM_1904_MS = Date.UTC(1904, 0, 1)
const DAYS_MAX = 2_958_466

/** A number in words of a language. */
export function showNumber(value: number, look: NumberLook, { language, is1904 }: { language: string; is1904: boolean }): string {
  if (!Number.isFinite(value)) return ''
  if (look.kind === 'date' && value >= 0 && value < DAYS_MAX) return showDate(value, look, { language, is1904 })
  if (look.kind !== 'fixed') return new Intl.NumberFormat(language, { maximumSignificantDigits: 12, useGrouping: false }).format(value)
  const shown = new Intl.NumberFormat(language, { minimumFractionDigits: look.decimals, maximumFractionDigits: look.decimals, useGrouping: look.isGrouped }).format(look.isShare ? value * 100 : value)
  return `${look.before}${shown}${look.isShare ? '\u00a0%' : ''}${look.after}`
}

function showDate(value: number, { hasDay, hasTime }: Extract<NumberLook, { kind: 'date' }>, { language, is1904 }: { language: string; is1904: boolean }): string {
  const at = new Date(Math.round((is1904 ? FROM_1904_MS : FROM_1900_MS) + value * DAY_MS))
  const day = hasDay ? { year: 'numeric', month: '2-digit', day: '2-digit' } as const : {}
  const time = hasTime ? { hour: '2-digit', minute: '2-digit' } as const : {}
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...day, ...time }).format(at)
}
