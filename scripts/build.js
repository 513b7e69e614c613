// npm run build
import { fileURLToPath } from 'node:url'
import { build } from './dist.js'

process.exitCode = build(fileURLToPath(new URL('..', import.meta.url)))
