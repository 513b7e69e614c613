import { X509Certificate } from 'node:crypto'

export function formatHttpsInstructions(
  cert: string,
  baseUrl: string,
  yotiClientUrl: string | undefined,
) {
  const { fingerprint256, validTo } = new X509Certificate(cert)
  return `  On your phone, on the same network:
  1. Open ${baseUrl}. The browser warns that the connection is not private or the
     certificate is not trusted, because this machine generated it for development.
     Continue anyway (Advanced, then Proceed; in Safari: Show Details, then visit this
     website).${
       yotiClientUrl === undefined
         ? ''
         : `
  2. Open ${yotiClientUrl} once and accept its certificate
     too, because browsers show no certificate warning inside a frame. Then return to step 1 and start.`
     }
  Certificate valid until ${validTo}, SHA-256 fingerprint:
  ${fingerprint256}

`
}
