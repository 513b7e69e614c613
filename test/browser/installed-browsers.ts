import { posix, win32 } from 'node:path'
import type { Machine } from './machine.js'

const LINUX_NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const LINUX_PATHS = [
  '/opt/google/chrome/chrome',
  '/usr/bin/chromium',
  '/opt/microsoft/msedge/msedge',
  '/snap/bin/chromium',
]
const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/** Where Chrome, Chromium and Edge usually are on this platform, the most wanted first. */
export function listInstalledBrowsers({ env, platform }: Pick<Machine, 'env' | 'platform'>) {
  if (platform === 'win32') return listWindows(env)
  const onPath = listOnPath(env.PATH ?? '')
  return platform === 'darwin' ? [...listMac(env), ...onPath] : [...onPath, ...LINUX_PATHS]
}

function listOnPath(path: string): string[] {
  const folders = path.split(posix.delimiter).filter((folder) => folder !== '')
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name)))
}

function listMac(env: Machine['env']): string[] {
  const folders = ['/Applications', ...(env.HOME ? [posix.join(env.HOME, 'Applications')] : [])]
  return MAC_APPLICATIONS.flatMap((name) =>
    folders.map((folder) => posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
  )
}

function listWindows(env: Machine['env']): string[] {
  const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  )
  const onPath = (env.PATH ?? env.Path ?? '')
    .split(win32.delimiter)
    .filter((folder) => folder !== '')
  return [
    ...WINDOWS_PROGRAMS.flatMap((program) =>
      folders.map((folder) => win32.join(folder, ...program)),
    ),
    ...['chrome.exe', 'msedge.exe'].flatMap((name) =>
      onPath.map((folder) => win32.join(folder, name)),
    ),
  ]
}
