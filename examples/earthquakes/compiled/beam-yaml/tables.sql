CREATE TABLE IF NOT EXISTS `${dataset}.region_days` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `south` INT64 NOT NULL,
  `west` INT64 NOT NULL,
  `quakes` INT64 NOT NULL,
  `strongest` FLOAT64,
  `meanDepth` FLOAT64
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, DAY);

CREATE TABLE IF NOT EXISTS `${dataset}.strong_quakes` (
  `id` STRING NOT NULL,
  `time` TIMESTAMP NOT NULL,
  `mag` FLOAT64,
  `place` STRING,
  `status` STRING NOT NULL
);
