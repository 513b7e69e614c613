import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config/config.js'

/** Reads the configuration with these files in a folder. `$` in the environment is replaced by its path. */
export function readConfigFiles(
  files: Readonly<Record<string, string | Buffer | object>>,
  env: Readonly<Record<string, string>>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'config '))
  for (const [name, content] of Object.entries(files)) {
    const isRaw = typeof content === 'string' || Buffer.isBuffer(content)
    writeFileSync(join(folder, name), isRaw ? content : JSON.stringify(content))
  }
  const resolved = Object.entries(env).map(([name, value]) => [name, value.replace('$', folder)])
  try {
    return readConfig(Object.fromEntries(resolved) as Record<string, string>)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
