import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium, type Browser, type LaunchOptions } from 'playwright-core'

const FLAGS = [
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
const CHROMIUM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const INSTALL_ADVICE =
  'The browser tests need a Chromium. Install Google Chrome, Chromium or Microsoft Edge, or set CHROMIUM_PATH to the executable of one. ' +
  'On Debian or Ubuntu: "apt-get install chromium" as root; on macOS: "brew install --cask chromium"; ' +
  'anywhere with internet access: "npx playwright-core install chromium".'

/** Chromium without a window, and with a camera that shows a test picture. */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const problems: unknown[] = []
  for (const installation of listInstallations()) {
    try {
      return await chromium.launch({ ...installation, args: [...FLAGS, ...flags] })
    } catch (err) {
      problems.push(err)
    }
  }
  throw new AggregateError(problems, INSTALL_ADVICE)
}

/** A channel is found where its installer puts it on each platform. */
function listInstallations(): Pick<LaunchOptions, 'channel' | 'executablePath'>[] {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH) return [{ executablePath: CHROMIUM_PATH }]
  const paths = [...CHROMIUM_PATHS, chromium.executablePath()].filter((path) => existsSync(path))
  return [
    { channel: 'chrome' },
    ...paths.map((executablePath) => ({ executablePath })),
    { channel: 'msedge' },
  ]
}

/** Installs a Chromium if none is found. Fails rather than let the tests be skipped. */
export async function ensureChromium(): Promise<void> {
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  const installer = join(playwright, 'cli.js')
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version')
  const installs = [
    () => spawnSync(process.execPath, [installer, 'install', '--no-shell', 'chromium'], OUTPUT),
    ...(isDebianRoot ? [installByApt] : []),
  ]
  for (;;) {
    try {
      await (await launchChromium()).close()
      return
    } catch (err) {
      const install = process.env.CHROMIUM_PATH ? undefined : installs.shift()
      if (install === undefined) throw err
      install()
    }
  }
}

const OUTPUT = { stdio: 'inherit' } as const

function installByApt(): void {
  spawnSync('apt-get', ['update'], OUTPUT)
  spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], OUTPUT)
}
