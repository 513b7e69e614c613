import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Before the tests, because the build takes longer than their programs may take to start. Once for all projects. */
export default function build() {
  if (process.env.TESTS_BUILT !== undefined) return
  process.env.TESTS_BUILT = 'true'
  const script = fileURLToPath(new URL('../../scripts/build.js', import.meta.url))
  execFileSync(process.execPath, [script], { stdio: 'inherit' })
}
