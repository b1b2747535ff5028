// Which push services are called: a client names the address, so the operator names the hosts.

/** Says whether a push service may be called at an address. */
export function isServiceAllowed(services: readonly string[], endpoint: URL): boolean {
  if (endpoint.username !== '' || endpoint.password !== '') return false
  return services.some((named) => {
    // A whole origin is meant as it is written, scheme and port.
    if (named.includes('://')) return new URL(named).origin === endpoint.origin
    if (endpoint.protocol !== 'https:' || endpoint.port !== '') return false
    return named.startsWith('*.') ? endpoint.hostname.endsWith(named.slice(1)) : endpoint.hostname === named
  })
}
