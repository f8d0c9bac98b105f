// What a cold start costs before the first call: the wall and CPU time of loading a bundle, `node start.cjs <index.js>`; prints JSON.
const before = process.cpuUsage()
const start = performance.now()
require(process.argv[2])
const { user, system } = process.cpuUsage(before)
process.stdout.write(JSON.stringify({ wallMs: performance.now() - start, cpuMs: (user + system) / 1000 }))
