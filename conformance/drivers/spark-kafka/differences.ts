/** Explained in docs/engines/spark.md: they are the same with files. */
export { DIFFERENCES } from '../spark/differences'
