import { lookup } from 'node:dns'
import { BlockList, isIPv4, type LookupFunction } from 'node:net'

/** What is not on the public Internet (RFC 6890, and the registries of IANA that it began). */
const RESERVED_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32], // the platform's own services, in every virtual network of Azure
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** All public ones are in here… */
const GLOBAL_V6 = ['2000::', 3] as const
/** …but these: they wrap an address of version 4, or are for documents and protocols. */
const RESERVED_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const reserved4 = new BlockList()
for (const [network, prefix] of RESERVED_V4) reserved4.addSubnet(network, prefix, 'ipv4')
const reserved6 = new BlockList()
for (const [network, prefix] of RESERVED_V6) reserved6.addSubnet(network, prefix, 'ipv6')
const global6 = new BlockList()
global6.addSubnet(...GLOBAL_V6, 'ipv6')

/** Whether an address is one of the public Internet: not private, loopback, link-local or otherwise reserved. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !reserved4.check(address, 'ipv4')
  const bare = address.split('%', 1)[0] as string
  return global6.check(bare, 'ipv6') && !reserved6.check(bare, 'ipv6')
}

/** Looks a name up and gives public addresses only, so that what was judged is what is connected to. */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, '', 0)
    const addresses = found.filter(({ address }) => isPublicAddress(address))
    const [first] = addresses
    if (first === undefined)
      return callback(Object.assign(new Error('no public address'), { code: 'EPRIVATE' }), '', 0)
    if (options.all === true) return callback(null, addresses)
    return callback(null, first.address, first.family)
  })
}
