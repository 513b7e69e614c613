import { generateKeyPairSync } from 'node:crypto'
import { availableParallelism } from 'node:os'

/** More than the cores, because most tests wait for a browser, a database or a timer. */
const WORKERS = Math.min(availableParallelism() + 1, 8)

// For test/support/application.ts; the workers inherit it.
process.env.TEST_KEYS = JSON.stringify(Array.from({ length: 3 }, createKey))

function createKey() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return privateKey
}

const typescript = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
]

const shared = {
  testEnvironment: 'node',
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': typescript },
  // Sources import './x.js'; find ./x.ts first and leave node_modules' own .js alone.
  moduleNameMapper: {
    '^(\\.{1,2}/.+)\\.js$': ['$1.ts', '$1.js'],
    '^#(src|tools)/(.+)\\.js$': '<rootDir>/$1/$2.ts',
    '^yoti-idv-emulator$': '<rootDir>/emulator/src/index.ts',
  },
}

/** @type {import('jest').Config} */
export default {
  testTimeout: 60_000,
  maxWorkers: WORKERS,
  testSequencer: '<rootDir>/scripts/slowest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'node',
      testMatch: ['<rootDir>/{test,emulator/test}/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/(browser|faults|repo)/',
        '\\.slow\\.test\\.ts$',
      ],
    },
    {
      ...shared,
      // Tests that build the project, or start and crash processes: `npm run test:fast` skips them.
      displayName: 'slow',
      globalSetup: '<rootDir>/test/support/build.js',
      testMatch: [
        '<rootDir>/test/{faults,repo}/**/*.test.ts',
        '<rootDir>/{test,emulator/test}/**/*.slow.test.ts',
      ],
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
      globalSetup: '<rootDir>/test/browser/global-setup.js',
    },
  ],
}
