export * from './bytes'
export * from './checkpoint'
export * from './crc32'
