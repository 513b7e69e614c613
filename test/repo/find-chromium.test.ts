import { describe, expect, it } from '@jest/globals'
import { findChromium } from '../browser/find-chromium.js'
import type { Machine } from '../browser/machine.js'

describe('findChromium', () => {
  it('prefers CHROMIUM_PATH to installed browsers', async () => {
    const machine = createMachine({
      env: { CHROMIUM_PATH: '/mine/chrome', PATH: '/usr/bin' },
      browsers: ['/mine/chrome', '/usr/bin/google-chrome'],
    })
    expect(await findChromium(machine)).toBe('/mine/chrome')
  })

  it.each([
    ['is missing', {}],
    ['does not run', { broken: ['/mine/chrome'] }],
  ])('rejects a CHROMIUM_PATH that %s', async (_, options) => {
    const machine = createMachine({
      env: { CHROMIUM_PATH: '/mine/chrome', PATH: '/usr/bin' },
      browsers: ['/usr/bin/google-chrome'],
      ...options,
    })
    await expect(findChromium(machine)).rejects.toThrow(/CHROMIUM_PATH is "\/mine\/chrome"/)
    expect(machine.installed).toEqual([])
  })

  it('prefers Chrome to Chromium to Edge on the PATH', async () => {
    const browsers = ['/b/microsoft-edge', '/a/chromium', '/b/google-chrome']
    const env = { PATH: '/a:/b' }
    expect(await findChromium(createMachine({ env, browsers }))).toBe('/b/google-chrome')
    expect(await findChromium(createMachine({ env, browsers: browsers.slice(0, 2) }))).toBe(
      '/a/chromium',
    )
    expect(await findChromium(createMachine({ env, browsers: browsers.slice(0, 1) }))).toBe(
      '/b/microsoft-edge',
    )
  })

  it('skips an installed browser that does not run, and reports it', async () => {
    const machine = createMachine({
      env: { PATH: '/usr/bin' },
      browsers: ['/usr/bin/chromium'],
      broken: ['/usr/bin/google-chrome'],
    })
    expect(await findChromium(machine)).toBe('/usr/bin/chromium')
    expect(machine.lines).toContain('/usr/bin/google-chrome is there but does not run.')
  })

  it('finds Chrome in the system and user applications of macOS', async () => {
    const chrome = '/Users/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
    const env = { HOME: '/Users/ada', PATH: '' }
    const machine = createMachine({ platform: 'darwin', env, browsers: [chrome] })
    expect(await findChromium(machine)).toBe(chrome)
  })

  it('finds Edge on Windows without starting it', async () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
    const env = { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)', Path: 'C:\\Windows' }
    const machine = createMachine({ platform: 'win32', env, broken: [edge] })
    expect(await findChromium(machine)).toBe(edge)
  })

  it('uses the Chromium that playwright-core downloaded before', async () => {
    const machine = createMachine({ browsers: ['/cache/playwright-chrome'] })
    expect(await findChromium(machine)).toBe('/cache/playwright-chrome')
    expect(machine.installed).toEqual([])
  })

  it('downloads Chromium with playwright-core when none is installed, and reports it', async () => {
    const machine = createMachine({
      isDebianRoot: true,
      provides: { '/node /playwright/cli.js install': '/cache/playwright-chrome' },
    })
    expect(await findChromium(machine)).toBe('/cache/playwright-chrome')
    expect(machine.lines.join(' ')).toMatch(/fetching one with playwright-core/)
    expect(machine.installed).toEqual(['/node /playwright/cli.js install --no-shell chromium'])
  })

  it('installs Chromium with apt-get when it runs as root on Debian, and reports it', async () => {
    const machine = createMachine({
      isDebianRoot: true,
      env: { PATH: '/usr/bin' },
      provides: { 'apt-get install': '/usr/bin/chromium' },
    })
    expect(await findChromium(machine)).toBe('/usr/bin/chromium')
    expect(machine.lines.join(' ')).toMatch(/playwright-core could not .* with apt-get/)
    expect(machine.installed.slice(1)).toEqual([
      'apt-get update',
      'apt-get install --yes --no-install-recommends chromium',
    ])
  })

  it.each([true, false])(
    'fails with what to install when nothing helped (root on Debian: %s)',
    async (isDebianRoot) => {
      const machine = createMachine({ isDebianRoot })
      await expect(findChromium(machine)).rejects.toThrow(
        /Install Google Chrome.*CHROMIUM_PATH.*apt-get install chromium/,
      )
      expect(machine.installed.some((line) => line.startsWith('apt-get'))).toBe(isDebianRoot)
    },
  )
})

interface MachineOptions extends Partial<Pick<Machine, 'env' | 'platform' | 'isDebianRoot'>> {
  browsers?: string[]
  broken?: string[]
  /** What appears once a command that starts like this has run. */
  provides?: Record<string, string>
}

function createMachine(options: MachineOptions) {
  const { browsers = [], broken = [], provides = {}, ...machine } = options
  const running = new Set(browsers)
  const lines: string[] = []
  const installed: string[] = []
  return {
    env: {},
    platform: 'linux' as NodeJS.Platform,
    isDebianRoot: false,
    node: '/node',
    playwrightBrowser: '/cache/playwright-chrome',
    playwrightInstaller: '/playwright/cli.js',
    ...machine,
    lines,
    installed,
    isExecutable: (path: string) => running.has(path) || broken.includes(path),
    succeeds: (path: string) => Promise.resolve(running.has(path)),
    install: (command: string, args: string[]) => {
      const line = [command, ...args].join(' ')
      installed.push(line)
      for (const [start, path] of Object.entries(provides)) {
        if (line.startsWith(start)) running.add(path)
      }
      return Promise.resolve()
    },
    log: (line: string) => {
      lines.push(line)
    },
  }
}
