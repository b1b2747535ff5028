// Networks of addresses, as `192.0.2.0/24` and `2001:db8::/32` name them.

/** A network: the first address, and how many bits of it count. */
interface Network {
  family: 4 | 6
  first: bigint
  bits: number
}

const WIDTH = { 4: 32, 6: 128 } as const
/** IPv4 addresses as IPv6 sockets show them. */
const MAPPED = 0xffffn

/** Whether addresses are in a network; nothing where the text names none. */
export function parseNetwork(cidr: string): ((address: string) => boolean) | undefined {
  const [text = '', bits = '', more] = cidr.split('/')
  const first = parseAddress(text)
  if (first === undefined || more !== undefined || !/^(?:0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > WIDTH[first.family]) return undefined
  const network: Network = { family: first.family, first: first.value, bits: Number(bits) }
  return (address) => isIn(network, address)
}

function isIn({ family, first, bits }: Network, text: string): boolean {
  const address = parseAddress(text)
  if (address === undefined || address.family !== family) return false
  const rest = BigInt(WIDTH[family] - bits)
  return address.value >> rest === first >> rest
}

function parseAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
  const four = parseFour(text)
  if (four !== undefined) return { family: 4, value: four }
  const six = parseSix(text)
  if (six === undefined) return undefined
  return six >> 32n === MAPPED ? { family: 4, value: six & 0xffff_ffffn } : { family: 6, value: six }
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

function parseSix(text: string): bigint | undefined {
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return undefined
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  if (before === undefined || after === undefined) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...before, ...Array.from({ length: missing }, () => 0n), ...after].reduce((value, group) => (value << 16n) | group, 0n)
}

/** Groups of sixteen bits; the last two may be written as an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups: bigint[] = []
  for (const [at, part] of parts.entries()) {
    const four = at === parts.length - 1 ? parseFour(part) : undefined
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}
