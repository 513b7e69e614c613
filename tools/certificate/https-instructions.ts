import { X509Certificate } from 'node:crypto'

/** What whoever opens the address will meet, and what to do. */
export function formatHttpsInstructions(
  cert: string,
  baseUrl: string,
  yotiClientUrl: string | undefined,
) {
  const { fingerprint256, validTo } = new X509Certificate(cert)
  return `  On your phone, in the same network:
  1. Open ${baseUrl}. The browser says that the connection is not private, or the
     certificate not trusted: nobody vouches for it, since this machine made it for
     development. Go on all the same (Advanced, then Proceed; in Safari: Show Details,
     then visit this website).${
       yotiClientUrl === undefined
         ? ''
         : `
  2. Open ${yotiClientUrl} once and accept it there, too: it is
     shown in a frame, where browsers do not ask. Then go back to 1 and start.`
     }
  The certificate, until ${validTo}, SHA-256:
  ${fingerprint256}

`
}
