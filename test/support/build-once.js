import { fileURLToPath } from 'node:url'
import { build, isUpToDate } from '../../scripts/build-dist.js'

// Before the tests, because the build takes longer than their programs may take to start.
export default function buildOnce() {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  if (!isUpToDate(root) && build(root) !== 0)
    throw new Error('The build failed: see the errors above.')
}
