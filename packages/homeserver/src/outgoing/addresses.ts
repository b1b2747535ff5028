// Which addresses the server may call of its own accord: public ones, and those the operator has named.
import { BlockList, isIP, isIPv4 } from 'node:net'

/** Says whether an address may be connected to. What is no IP address may not. */
export interface AddressPolicy {
  isAllowed(address: string): boolean
}

/** The special-purpose blocks of IANA's registry for IPv4, and multicast. */
const FORBIDDEN_V4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]
/** Of IPv6 only global unicast may be called, and of that not what carries an IPv4 address inside or is special. */
const PUBLIC_V6 = ['2000::/3']
const FORBIDDEN_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/** Makes the policy; `allowed` are CIDR blocks that the operator permits whatever they are. */
export function createAddressPolicy(allowed: readonly string[]): AddressPolicy {
  const named = blockListOf(allowed)
  const forbiddenV4 = blockListOf(FORBIDDEN_V4)
  const publicV6 = blockListOf(PUBLIC_V6)
  const forbiddenV6 = blockListOf(FORBIDDEN_V6)
  return {
    isAllowed(written) {
      const address = plainAddress(written)
      if (isIP(address) === 0) return false
      if (isIPv4(address)) return named.check(address, 'ipv4') || !forbiddenV4.check(address, 'ipv4')
      if (named.check(address, 'ipv6')) return true
      return publicV6.check(address, 'ipv6') && !forbiddenV6.check(address, 'ipv6')
    },
  }
}

/** Without zone; an IPv4 address written as IPv6 (`::ffff:7f00:1`) is the IPv4 address that it is. */
function plainAddress(written: string): string {
  const address = (written.split('%')[0] ?? '').toLowerCase()
  if (isIP(address) !== 6) return address
  // The URL parser compresses an address to its one canonical form.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (mapped === null) return canonical
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Some networks. */
export interface Networks {
  include(address: string): boolean
}

/** Networks in CIDR notation, to ask whether an address is in one of them. */
export function networksOf(blocks: readonly string[]): Networks {
  const list = blockListOf(blocks)
  return {
    include(written) {
      const address = plainAddress(written)
      return isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
    },
  }
}

/** An address, or a network in CIDR notation: its text with the prefix, and how long that is; nothing where it is neither. */
export function parseNetwork(text: string): { network: string; family: 4 | 6; prefix: number } | undefined {
  const match = /^([0-9a-fA-F:.]{2,45})(?:\/([0-9]{1,3}))?$/.exec(text.trim())
  const address = match?.[1] ?? ''
  const family = isIP(address)
  if (family !== 4 && family !== 6) return undefined
  const prefixMax = family === 4 ? 32 : 128
  const prefix = match?.[2] === undefined ? prefixMax : Number(match[2])
  return prefix > prefixMax ? undefined : { network: `${address}/${prefix}`, family, prefix }
}

function blockListOf(blocks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', bits = ''] = block.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    list.addSubnet(address, bits === '' ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
  }
  return list
}
