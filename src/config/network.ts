import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { getProxyForUrl } from 'proxy-from-env'

/** This machine's addresses that others in the network can reach, IPv4 first. */
export function listOwnAddresses(interfaces = networkInterfaces()): string[] {
  const all = Object.values(interfaces).flatMap((addresses = []) => addresses)
  // Link-local IPv6 needs a zone, which neither certificates nor browser URLs can contain.
  const usable = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  const byFamily = (family: string) => usable.filter((each) => each.family === family)
  return [...byFamily('IPv4'), ...byFamily('IPv6')].map(({ address }) => address)
}

/** The hosts that a development certificate must cover. */
export function listCertificateHosts(
  baseUrl: string,
  ownAddresses: readonly string[] = listOwnAddresses(),
): string[] {
  const host = getBareHost(new URL(baseUrl))
  return [...new Set(['localhost', '127.0.0.1', '::1', ...ownAddresses, host])]
}

/** The https origin at which a phone on the same network reaches a server that listens on `host`. */
export function findPublicOrigin(
  host: string,
  port: number,
  localHost: string,
  ownAddresses: readonly string[] = listOwnAddresses(),
): string {
  if (isLoopback(toUrl(host, port))) return toUrl(localHost, port).origin
  if (!WILDCARD_HOSTS.includes(host)) return toUrl(host, port).origin
  // IPv4, because 0.0.0.0 listens on that.
  const lanAddress = ownAddresses.find(
    (address) => isIP(address) === 4 && isPrivateAddress(address),
  )
  return toUrl(lanAddress ?? localHost, port).origin
}

const WILDCARD_HOSTS = ['0.0.0.0', '::']

function toUrl(host: string, port: number): URL {
  const urlHost = isIP(host) === 6 ? `[${host}]` : host
  return URL.parse(`https://${urlHost}:${port}`) ?? new URL('https://localhost')
}

/** Without the brackets of IPv6. */
export function getBareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

export function isLoopback({ hostname }: Pick<URL, 'hostname'>): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}

/** As HTTPS_PROXY and NO_PROXY say. This machine is always called directly. */
export function findProxy(url: string): string | undefined {
  const proxyUrl = isLoopback(new URL(url)) ? '' : getProxyForUrl(url)
  return /^https?:/.test(proxyUrl) ? proxyUrl : undefined
}

export function isInsecure(text: string): boolean {
  const url = new URL(text)
  return url.protocol === 'http:' && !isLoopback(url)
}

/** Whether an address is unreachable from the internet. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE_NETWORKS.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

const PRIVATE_NETWORKS = new BlockList()
const SUBNETS = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
  192.168.0.0/16 192.0.2.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 ::/127 fc00::/7 fe80::/10`
for (const subnet of SUBNETS.split(/\s+/)) {
  const [network = '', prefix] = subnet.split('/')
  PRIVATE_NETWORKS.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4')
}
