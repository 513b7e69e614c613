import { startEmulator, type Emulator, type EmulatorOptions } from './start-emulator.js'

export interface RunOptions extends Pick<
  EmulatorOptions,
  'host' | 'publicUrl' | 'tls' | 'timeline'
> {
  port: number
  application: { sdkId: string; publicKey: string; keyFilePath?: string | undefined }
}

/** Runs the emulator as a process: prints how to configure a relying party, stops at SIGINT or SIGTERM. */
export async function runEmulator({ application, ...options }: RunOptions): Promise<void> {
  const emulator = await startEmulator({
    ...options,
    applications: [application],
    recordContent: false,
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close())
  }
  process.stdout.write(describeConfiguration(emulator, application))
}

function describeConfiguration(
  { url, apiUrl, sandboxUrl, inboxUrl }: Emulator,
  { sdkId, keyFilePath }: RunOptions['application'],
): string {
  return `The Yoti IDV emulator is listening at ${url}
The inbox shows every request and notification: ${inboxUrl}

Configure the relying party with:

YOTI_CLIENT_SDK_ID=${sdkId}
${keyFilePath === undefined ? '# YOTI_KEY_FILE_PATH: the private key of this application' : `YOTI_KEY_FILE_PATH=${keyFilePath}`}
# the server of this project
YOTI_IDV_API_URL=${apiUrl}
# Yoti's own SDKs
YOTI_DOC_SCAN_API_URL=${apiUrl}

To configure results as on Yoti's sandbox, use the API URL ${sandboxUrl}
`
}
