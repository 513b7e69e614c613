import { createLocalMachine, type Machine } from './machine.js'
import { listInstalledBrowsers } from './installed-browsers.js'

const INSTALL_ADVICE =
  'Install Google Chrome, Chromium or Microsoft Edge, or set CHROMIUM_PATH to the executable of one. ' +
  'On Debian or Ubuntu: "apt-get install chromium" as root; on macOS: "brew install --cask chromium"; ' +
  'anywhere with internet access: "npx playwright-core install chromium".'

/**
 * The path of a Chromium that runs: CHROMIUM_PATH, else an installed one, else one that playwright-core fetches,
 * else Debian's. Says what it does, and throws with what to install rather than let tests be skipped.
 */
export async function findChromium(machine: Machine = createLocalMachine()): Promise<string> {
  const configuredPath = machine.env.CHROMIUM_PATH
  if (configuredPath) return requireRunnable(machine, configuredPath)

  return (
    (await findInstalled(machine)) ??
    (await installByPlaywright(machine)) ??
    (await installByApt(machine)) ??
    fail(
      `The browser tests need a Chromium, and none was found or could be fetched. ${INSTALL_ADVICE}`,
    )
  )
}

async function requireRunnable(machine: Machine, path: string): Promise<string> {
  if (await isRunnable(machine, path)) return path
  return fail(
    `CHROMIUM_PATH is "${path}", which is not a browser that runs here. ${INSTALL_ADVICE}`,
  )
}

async function findInstalled(machine: Machine): Promise<string | undefined> {
  for (const path of [...listInstalledBrowsers(machine), machine.playwrightBrowser]) {
    if (await isRunnable(machine, path)) return path
  }
  return undefined
}

async function installByPlaywright(machine: Machine): Promise<string | undefined> {
  machine.log('No Chrome, Chromium or Edge is installed: fetching one with playwright-core ...')
  await machine.install(machine.node, [
    machine.playwrightInstaller,
    'install',
    '--no-shell',
    'chromium',
  ])
  if (await isRunnable(machine, machine.playwrightBrowser)) return machine.playwrightBrowser
  machine.log('playwright-core could not provide a Chromium that runs here.')
  return undefined
}

async function installByApt(machine: Machine): Promise<string | undefined> {
  if (!machine.isDebianRoot) return undefined
  machine.log('Installing Chromium with apt-get ...')
  await machine.install('apt-get', ['update'])
  await machine.install('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'])
  const installed = await findInstalled(machine)
  if (installed === undefined) machine.log('apt-get could not provide a Chromium that runs here.')
  return installed
}

async function isRunnable(machine: Machine, path: string): Promise<boolean> {
  if (!machine.isExecutable(path)) return false
  // On Windows --version opens a window instead of printing.
  if (machine.platform === 'win32' || (await machine.succeeds(path, ['--version']))) return true
  machine.log(`${path} is there but does not run.`)
  return false
}

function fail(message: string): never {
  throw new Error(message)
}
