// npm run fuzz: what comes from outside, at random and a little broken, many times over. Takes some minutes. A failure
// prints its seed and the smallest input that does it. FUZZ_RUNS chooses how many of each; `npm test` does a few.
const { FUZZ_RUNS = '5000' } = process.env
Object.assign(process.env, { FUZZ_RUNS })
process.argv.push('test/fuzz', '--selectProjects=node', '--runInBand')
await import('./jest.js')
