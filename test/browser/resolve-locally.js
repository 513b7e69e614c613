// Loaded into a process before its own code: the host that LOCAL_HOST names is this machine.
import dns from 'node:dns'

const { lookup } = dns
dns.lookup = (hostname, ...rest) =>
  lookup(hostname === process.env.LOCAL_HOST ? '127.0.0.1' : hostname, ...rest)
