/** By the start of a message that does not state its cause, for docs/troubleshooting.md. */
export const CAUSES: Readonly<Record<string, string>> = {
  // Start
  '<path>: <message>.':
    'A preset contains something that this server does not know, or contradicts itself.',
  '<name> is unknown': 'The name is probably misspelt.',
  '<host>: is not an address': 'It belongs to another machine, or does not resolve.',
  '<variable>: port <port> is taken': 'Often an earlier start of the server is still running.',
  '<variable>: port <port> needs': 'Ports below 1024 are reserved for the administrator.',
  'Starting.': 'The server listens already and is still opening its database.',
  'YOTI_TARGET: is': 'The server infers the target from the other settings.',
  'YOTI_CLIENT_SDK_ID: is not set': 'The image for production contains the server alone.',
  // The private key
  '<variable>: contains a PEM that is truncated': 'Part of the key is missing or has changed.',
  '<variable>: contains an encrypted key': 'The server cannot ask for the passphrase.',
  '<variable>: contains a key in OpenSSH': 'ssh-keygen created it.',
  // The database
  'PostgreSQL: its TLS certificate is not trusted':
    'It is self-signed, or issued by a private authority.',
  'PostgreSQL: no connection': 'Nothing listens there, or a firewall is in the way.',
  'PostgreSQL: the server is read-only': 'It is a standby, for example after a failover.',
  'PostgreSQL: this user may not log in': 'The user does not exist, or pg_hba.conf rejects it.',
  'the SQLite file was deleted or replaced':
    'Often a restored backup or a cleaned folder. What was stored since is lost when the process ends.',
  'PostgreSQL: too many connections': 'Each process of this server opens up to 10.',
  // Doctor
  '<base url>/healthz: <reason>': 'The reason is one of the connection problems in this table.',
  '<engine>: migrated by a newer version': 'The server was downgraded.',
  'connection refused': 'Nothing listens on the port. An emulator starts with: npm run emulator.',
  'no response': 'The code is the one of the operating system.',
  'the connection was closed': 'The other side, or a proxy between, ended it early.',
  'the host is unreachable': 'There is no route to the machine.',
  'the host name does not resolve': 'It is misspelt, or has no DNS record.',
  'the network is unreachable': 'This machine is offline, or has no route.',
  'the response is not from Yoti’s API': 'The address is wrong, or a proxy responded.',
  'timed out': 'Usually a firewall drops the packets.',
  // The JSON API
  'Send JSON with the header': 'The body has another content type.',
  'Send the image with': 'The body has another content type.',
  'The request for this user at': 'The server stopped, or Yoti did not respond in time.',
  'Yoti answered': 'Only the log contains this. Yoti’s code gives the reason.',
  'Yoti rejects the SDK id': 'Only the log contains this.',
  // Fields
  '<type> needs': 'Yoti rejects it alone.',
  '<type> takes no objective': 'The scheme has none.',
  'accepts no document': 'The restrictions of the filter exclude every document.',
  'expected less nesting': 'The specification has too many levels.',
  'expected no sessionId': 'The user would return with two of them.',
  'is a country of which': 'The user could not choose any document.',
  'is not a known field': 'The name is misspelt, or belongs elsewhere.',
  'is requested by': 'Yoti accepts one only.',
  'rejected by Yoti': 'The server accepts it, but Yoti does not.',
  'scenarios are not available': 'The image for production has none.',
}
