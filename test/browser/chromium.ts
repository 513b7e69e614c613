import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const INSTALL_ADVICE =
  'Install Google Chrome, Chromium or Microsoft Edge, or set CHROMIUM_PATH to the executable of one. ' +
  'On Debian or Ubuntu: "apt-get install chromium" as root; on macOS: "brew install --cask chromium"; ' +
  'anywhere with internet access: "npx playwright-core install chromium".'
const PROBE_TIMEOUT_MS = 30_000
const INSTALL_TIMEOUT_MS = 15 * 60_000

/** The first opens a page in a third of the time, because it has no windows. */
const COMMANDS = [
  'chromium-headless-shell',
  ...['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'],
  ...['microsoft-edge', 'microsoft-edge-stable', 'chrome.exe', 'msedge.exe'],
]
const { HOME = '', PROGRAMFILES = '', LOCALAPPDATA = '' } = process.env
const PATHS = [
  ...['/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge', '/snap/bin/chromium'],
  ...['/Applications', `${HOME}/Applications`].flatMap((folder) =>
    ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `${folder}/${name}.app/Contents/MacOS/${name}`,
    ),
  ),
  ...[PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA].flatMap((folder) => [
    `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
    `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
]

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

/**
 * The path of a Chromium that runs: CHROMIUM_PATH, else an installed one, else one that playwright-core downloads, else
 * Debian's. Throws with what to install, so that no test is skipped.
 */
export function findChromium(): string {
  const configured = process.env.CHROMIUM_PATH
  if (configured) {
    if (isRunnable(configured)) return configured
    throw new Error(`CHROMIUM_PATH is "${configured}", which does not run here. ${INSTALL_ADVICE}`)
  }
  const found = findInstalled() ?? download() ?? installWithApt()
  if (found !== undefined) return found
  throw new Error(`The browser tests need a Chromium, and none was found. ${INSTALL_ADVICE}`)
}

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...onPath, ...PATHS, chromium.executablePath()].find(isRunnable)
}

function download(): string | undefined {
  const playwright = createRequire(import.meta.url).resolve('playwright-core/package.json')
  const cli = join(playwright, '..', 'cli.js')
  install(process.execPath, [cli, 'install', '--no-shell', 'chromium'])
  return findInstalled()
}

function installWithApt(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined
  install('apt-get', ['update'])
  for (const name of ['chromium-headless-shell', 'chromium']) {
    install('apt-get', ['install', '--yes', '--no-install-recommends', name])
    const found = findInstalled()
    if (found !== undefined) return found
  }
  return undefined
}

function isRunnable(path: string): boolean {
  if (!existsSync(path)) return false
  // On Windows --version opens a window instead of printing.
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { timeout: PROBE_TIMEOUT_MS }).status === 0
}

function install(command: string, args: readonly string[]): void {
  process.stderr.write(`No Chrome, Chromium or Edge is installed: ${command} ${args.join(' ')}\n`)
  const env = { DEBIAN_FRONTEND: 'noninteractive', ...process.env }
  spawnSync(command, args, { env, stdio: ['ignore', 2, 2], timeout: INSTALL_TIMEOUT_MS })
}
