module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'off' },
  roots: ['<rootDir>/test'],
  // Jest leaves a core to itself by default, which is half of a small machine.
  maxWorkers: '100%',
  // Hangs are caught; slow, busy machines are not failures.
  testTimeout: 120_000,
  testMatch: ['**/*.test.ts'],
  testSequencer: '<rootDir>/test/longest-first.cjs',
  ...(process.env.CI && { moduleNameMapper: { '^fast-check$': '<rootDir>/test/seeded-fast-check.cjs' } }),
  transform: { '\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: ['/node_modules/(?!(hyparquet|hyparquet-writer|hyparquet-compressors)/)'],
}
