// HTML that is escaped where it is made: what is put into a template is text, unless it is HTML already.

/** HTML, made by `html` only. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template. Nothing, false and empty lists leave nothing behind. */
export type Part = Html | string | number | false | undefined | readonly Part[]

/** A piece of HTML: `` html`<p>${text}</p>` ``. Attributes have to be quoted by the template. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? ''
  for (let index = 0; index < parts.length; index += 1) text += textOf(parts[index]) + (strings[index + 1] ?? '')
  return new Html(text)
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  return part.map(textOf).join('')
}

/** Text as it may stand in HTML and in quoted attributes. */
function escapeHtml(text: string): string {
  // Most texts hold none of them, and looking costs less than writing anew.
  return !/[&<>"'`]/.test(text) ? text : text.replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}
