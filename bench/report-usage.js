// Loaded into each measured process before its own code: tells the parent what the process has used.
const SAMPLE_EVERY = 10

let peak = 0
let sampling

const answers = {
  /** Microseconds of CPU so far, in all threads. */
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  /** Bytes of resident memory now; from here on the peak is watched. */
  memory: () => {
    peak = process.memoryUsage.rss()
    sampling ??= setInterval(samplePeak, SAMPLE_EVERY)
    return peak
  },
  /** Peak resident memory in bytes since the `memory` command. */
  peak: () => {
    samplePeak()
    clearInterval(sampling)
    sampling = undefined
    return peak
  },
}

process.on('message', (question) => {
  const answer = answers[question]
  if (answer !== undefined) process.send(answer())
})
// Asked to stop, or the parent is gone: either way a CPU profile is written now.
process.on('disconnect', () => process.exit())

function samplePeak() {
  peak = Math.max(peak, process.memoryUsage.rss())
}
