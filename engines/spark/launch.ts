import type { Source } from '../../pipeline'
import { isAvro } from '../avro'
import type { Variant } from './variants'

/** What must be there before the program starts, for the manifest. */
export interface Launch {
  /** Packages by Maven coordinates without versions: those for the Spark at hand. */
  readonly packages: readonly string[]
  /** Settings that a session can't change any more. */
  readonly launchSettings: Readonly<Record<string, string>>
}

const NOTHING: Launch = { packages: [], launchSettings: {} }

const LAUNCHES: Readonly<Partial<Record<Variant, Launch>>> = {
  'open-source': {
    packages: ['io.delta:delta-spark_2.13', 'org.apache.spark:spark-sql-kafka-0-10_2.13'],
    launchSettings: {
      'spark.sql.extensions': 'io.delta.sql.DeltaSparkSessionExtension',
      'spark.sql.catalog.spark_catalog': 'org.apache.spark.sql.delta.catalog.DeltaCatalog',
    },
  },
  'open-source-iceberg': {
    packages: ['org.apache.iceberg:iceberg-spark-runtime-4.0_2.13', 'org.apache.spark:spark-sql-kafka-0-10_2.13'],
    launchSettings: {},
  },
  'open-source-hudi': {
    packages: ['org.apache.hudi:hudi-spark3.5-bundle_2.12', 'org.apache.spark:spark-sql-kafka-0-10_2.12'],
    launchSettings: {
      'spark.serializer': 'org.apache.spark.serializer.KryoSerializer',
      'spark.kryo.registrator': 'org.apache.spark.HoodieSparkKryoRegistrar',
      'spark.sql.extensions': 'org.apache.spark.sql.hudi.HoodieSparkSessionExtension',
      // Of lists with nulls among their elements; Parquet's older form of lists has no place for them.
      'spark.hadoop.parquet.avro.write-old-list-structure': 'false',
    },
  },
}

/** The services have all of it themselves. */
export function launchOf(variant: Variant, source: Source): Launch {
  const launch = LAUNCHES[variant]
  if (launch === undefined) return NOTHING
  if (!isAvro(source)) return launch
  const scala = variant === 'open-source-hudi' ? '2.12' : '2.13'
  return { ...launch, packages: [...launch.packages, `org.apache.spark:spark-avro_${scala}`] }
}
