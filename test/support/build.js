import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Before the tests, because the build takes longer than their programs may take to start. */
export default function build() {
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url))
  execFileSync(process.execPath, [script], { stdio: 'inherit' })
}
