// The touch of a passkey: what the form of a page asks for is asked of the browser, and goes back with the form.
'use strict'
;(() => {
  // "the page calls window.onAuthDone() if defined, or else posts the message authDone to its opener"
  if (document.querySelector('[data-auth-done]') !== null) {
    if (typeof window.onAuthDone === 'function') window.onAuthDone()
    else window.opener?.postMessage('authDone', '*')
  }
  const form = document.querySelector('form[data-passkey]')
  if (form === null) return
  const button = form.querySelector('button')
  const field = form.querySelector('input[name=credential]')
  const problem = document.getElementById('passkey-problem')
  const options = JSON.parse(form.dataset.options)
  const isNew = form.dataset.passkey === 'create'

  const say = (name) => {
    problem.textContent = problem.dataset[name]
    problem.hidden = false
    button.disabled = false
  }
  if (window.PublicKeyCredential === undefined) {
    say('missing')
    button.disabled = true
    return
  }

  const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const parse = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }))

  const request = () => {
    const publicKey = { ...options, challenge: toBytes(options.challenge) }
    if (!isNew) return { publicKey: { ...publicKey, allowCredentials: parse(options.allowCredentials) } }
    const user = { ...options.user, id: toBytes(options.user.id) }
    return { publicKey: { ...publicKey, user, excludeCredentials: parse(options.excludeCredentials) } }
  }
  const write = (credential) => {
    const { response } = credential
    const common = { id: credential.id, rawId: toText(credential.rawId), type: credential.type, clientExtensionResults: {} }
    const clientDataJSON = toText(response.clientDataJSON)
    const made = isNew
      ? { clientDataJSON, attestationObject: toText(response.attestationObject), transports: response.getTransports() }
      : {
          clientDataJSON,
          authenticatorData: toText(response.authenticatorData),
          signature: toText(response.signature),
          userHandle: response.userHandle === null ? undefined : toText(response.userHandle),
        }
    const attachment = credential.authenticatorAttachment ?? undefined
    field.value = JSON.stringify({ ...common, authenticatorAttachment: attachment, response: made })
    form.submit()
  }

  let waiting
  const ask = async (more) => {
    waiting?.abort()
    waiting = new AbortController()
    const wanted = { ...request(), ...more, signal: waiting.signal }
    const credential = isNew ? await navigator.credentials.create(wanted) : await navigator.credentials.get(wanted)
    if (credential !== null) write(credential)
  }
  const explain = (error) => {
    if (error.name === 'AbortError') return
    if (error.name === 'InvalidStateError') say('known')
    else if (error.name === 'SecurityError') say('place')
    else say('refused')
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    problem.hidden = true
    button.disabled = true
    ask({}).catch(explain)
  })
  button.disabled = false
  // A browser that can offers the passkeys in the field for the name.
  if (!isNew && document.querySelector('input[autocomplete~=webauthn]') !== null) {
    void PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => {
      if (can) ask({ mediation: 'conditional' }).catch(() => undefined)
    })
  }
})()
