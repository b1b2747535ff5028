// A person at a browser without a screen: follows the server's pages from an application to its way back.

/** Signs in by password on the page that asks for it, says yes to what is asked, and gives back where that leads. */
export async function walkPages(address: string, who: { user: string; password: string }): Promise<URL> {
  const { origin } = new URL(address)
  const cookies = new Map<string, string>()
  let next = new URL(address)
  for (let step = 0; step < 12; step += 1) {
    if (next.origin !== origin) return next
    const page = await visit(next, cookies)
    if (page.leadsTo !== undefined) {
      next = new URL(page.leadsTo, next)
      continue
    }
    const form = formOf(page.text, who)
    const sent = await visit(new URL(form.action === '' ? next.pathname : form.action, next), cookies, form.fields)
    if (sent.leadsTo === undefined) throw new Error(`a form was not taken: ${sent.status} ${sent.text.slice(0, 2000)}`)
    next = new URL(sent.leadsTo, next)
  }
  throw new Error(`the pages have no end: ${next.href}`)
}

interface Visited {
  status: number
  leadsTo: string | undefined
  text: string
}

async function visit(url: URL, cookies: Map<string, string>, fields?: Record<string, string>): Promise<Visited> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie, origin: url.origin },
    ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
  })
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  return { status: response.status, leadsTo: response.headers.get('location') ?? undefined, text: await response.text() }
}

/** What somebody sends: their name and password where those are asked for, else their yes. */
function formOf(text: string, { user, password }: { user: string; password: string }): { action: string; fields: Record<string, string> } {
  const forms = [...text.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].filter(([, action]) => action !== '/signout')
  // Beside the form for a passkey stands the one for a password.
  const [, action = '', inside = ''] = forms.find(([form]) => form.includes('name="password"')) ?? forms[0] ?? []
  if (inside === '') throw new Error(`a page without a form: ${text.slice(0, 2000)}`)
  const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, plain(value)]))
  const isSignIn = inside.includes('name="password"')
  return { action: plain(action), fields: isSignIn ? { ...fields, user, password } : { ...fields, decision: 'allow' } }
}

function plain(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}
