// npm run build
import { fileURLToPath } from 'node:url'
import { build } from './build-dist.js'

process.exitCode = build(fileURLToPath(new URL('..', import.meta.url)))
