import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

/** What finding a browser needs to know of, and do on, the machine it runs on. */
export interface Machine {
  env: Record<string, string | undefined>
  platform: NodeJS.Platform
  /** Whether apt-get may be used to install something. */
  isDebianRoot: boolean
  node: string
  /** Where playwright-core keeps the Chromium it fetches, and the program that fetches it. */
  playwrightBrowser: string
  playwrightInstaller: string
  /** Whether there is something executable at that path. */
  isExecutable(path: string): boolean
  /** Runs quietly; whether it ended with exit code 0. */
  succeeds(command: string, args: string[]): Promise<boolean>
  /** Runs with visible output. The caller checks the result. */
  install(command: string, args: string[]): Promise<void>
  log(line: string): void
}

const PROBE_TIMEOUT_MS = 30_000
const INSTALL_TIMEOUT_MS = 15 * 60_000

export function createLocalMachine(): Machine {
  const env = process.env
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  return {
    env,
    platform: process.platform,
    isDebianRoot: process.getuid?.() === 0 && existsSync('/etc/debian_version'),
    node: process.execPath,
    playwrightBrowser: chromium.executablePath(),
    playwrightInstaller: join(playwright, 'cli.js'),
    isExecutable,
    succeeds: (command, args) => run(command, args, 'ignore', PROBE_TIMEOUT_MS),
    install: async (command, args) => {
      await run(command, args, 'inherit', INSTALL_TIMEOUT_MS)
    },
    log: (line) => process.stderr.write(`${line}\n`),
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function run(command: string, args: string[], output: 'ignore' | 'inherit', timeout: number) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', ...process.env }
  return new Promise<boolean>((resolve) => {
    const child = spawn(command, args, { env, timeout, stdio: ['ignore', output, output] })
    child.on('error', () => {
      resolve(false)
    })
    child.on('exit', (code) => {
      resolve(code === 0)
    })
  })
}
