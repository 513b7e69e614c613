// npm run fuzz: sends random and slightly broken input. Takes several minutes. A failure prints its seed and the
// smallest failing input. FUZZ_RUNS is the number of inputs for each test; `npm test` uses a small one.
const { FUZZ_RUNS = '5000' } = process.env
Object.assign(process.env, { FUZZ_RUNS })
process.argv.push('test/fuzz', '--runInBand')
await import('./jest.js')
