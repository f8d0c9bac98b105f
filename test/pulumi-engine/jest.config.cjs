const shared = require('../../jest.config.js')

/** The suites of the real engine, beside the unit tests of the same folders. */
module.exports = { ...shared, rootDir: '../..', testMatch: ['**/*.engine.ts'] }
