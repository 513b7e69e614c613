import { chromium, type Browser } from 'playwright-core'

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]

/** Chromium without a window, and with a camera that shows a test picture. */
export function launchChromium(
  executablePath: string | undefined,
  flags: readonly string[] = [],
): Promise<Browser> {
  if (executablePath === undefined) throw new Error('CHROMIUM_PATH names no browser.')
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...flags] })
}
