// The one place that says which scripts a worker may run: this app's own files.
// https://w3c.github.io/trusted-types/dist/spec/

interface ScriptUrlPolicy {
  createScriptURL(url: string): string
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy }
  }
}

const rules: ScriptUrlPolicy = {
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.origin)
    if (origin !== location.origin || !(pathname.startsWith('/assets/') || pathname === '/service-worker.js')) throw new TypeError('this is no script of the messenger')
    return url
  },
}

const policy = window.trustedTypes?.createPolicy('chappe-worker', rules) ?? rules

/** The address of a script of ours, as the browser wants it from whoever starts a worker. */
export function trustedScript(url: string): string {
  return policy.createScriptURL(url)
}
