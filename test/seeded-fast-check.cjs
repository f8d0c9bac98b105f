// Stands for fast-check where CI is set: there a commit's outcome depends on the commit alone. Elsewhere each run tries values of its own.
const fc = require('../node_modules/fast-check/lib/cjs/fast-check.js')

fc.configureGlobal({ seed: 20_130_701 })

module.exports = fc
