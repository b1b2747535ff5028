// What the server can do, remembered from the last visit: the SDK asks for it before it shows anything, also what this
// browser has kept.

type Send = (input: string | URL, init?: RequestInit) => Promise<Response>

const PATH = '/_matrix/client/versions'
const KEY = 'chappe.versions'
const CHARS_MAX = 65_536

/** Answers the first question from what is remembered, and asks the server all the same; later ones go to the server. */
export function rememberVersions(send: Send, storage: Pick<Storage, 'getItem' | 'setItem'>): Send {
  let isFirst = true

  async function ask(input: string | URL, init?: RequestInit): Promise<Response> {
    const response = await send(input, init)
    if (response.ok) {
      const text = await response.clone().text()
      if (text.length <= CHARS_MAX) keep(storage, text)
    }
    return response
  }

  return async (input, init) => {
    if (new URL(input, location.origin).pathname !== PATH) return send(input, init)
    const known = isFirst ? storage.getItem(KEY) : null
    isFirst = false
    if (known === null) return ask(input, init)
    void ask(input).catch(() => undefined)
    return new Response(known, { headers: { 'content-type': 'application/json' } })
  }
}

/** A browser without room asks the server next time. */
function keep(storage: Pick<Storage, 'setItem'>, text: string): void {
  try {
    storage.setItem(KEY, text)
  } catch {
    return
  }
}
