import { startEmulator, type Emulator, type EmulatorOptions } from './start-emulator.js'

export interface RunOptions extends Pick<EmulatorOptions, 'host' | 'publicUrl' | 'tls' | 'speed'> {
  port: number
  recordContent: boolean
  application: { sdkId: string; publicKey: string; keyFilePath?: string | undefined }
}

/** Prints how to configure a relying party, and stops on SIGINT or SIGTERM. */
export async function runEmulator({ application, ...options }: RunOptions): Promise<void> {
  const emulator = await startEmulator({
    ...options,
    applications: [application],
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close())
  }
  process.stdout.write(describeConfiguration(emulator, application))
}

function describeConfiguration(
  { url, apiUrl, sandboxUrl, tokenUrl, inboxUrl }: Emulator,
  { sdkId, keyFilePath }: RunOptions['application'],
): string {
  const keySetting =
    keyFilePath === undefined
      ? '# YOTI_KEY_FILE_PATH: the file of the private key of this application'
      : `YOTI_KEY_FILE_PATH=${keyFilePath}`
  return `The Yoti IDV emulator is listening at ${url}
The inbox shows every request and notification: ${inboxUrl}

Configure your relying party with:

YOTI_CLIENT_SDK_ID=${sdkId}
${keySetting}
# yoti-doc-scan-relying-party and Yoti's SDK for Node
YOTI_IDV_API_URL=${apiUrl}
# Yoti's SDKs for Python, PHP, Ruby, Go and .NET
YOTI_DOC_SCAN_API_URL=${apiUrl}
# Yoti's SDK for Java: -Dyoti.docs.url=${apiUrl}

To sign requests by hand, use this SDK id and key, and sign the path without /idverify/v1.
docs/emulator.md shows it in Python and with curl.

The sandbox API, which accepts response configurations: ${sandboxUrl}
The token endpoint, for clients that send access tokens: ${tokenUrl}
`
}
