CREATE TABLE IF NOT EXISTS `${dataset}.machine_hours` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `machine` STRING NOT NULL,
  `readings` INT64 NOT NULL,
  `least` FLOAT64 NOT NULL,
  `mean` FLOAT64 NOT NULL,
  `most` FLOAT64 NOT NULL,
  `p95` FLOAT64 NOT NULL
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, DAY);

CREATE TABLE IF NOT EXISTS `${dataset}.busy_processors` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `series` STRING NOT NULL,
  `mean` FLOAT64 NOT NULL,
  `most` FLOAT64 NOT NULL
);

CREATE TABLE IF NOT EXISTS `${dataset}.unusual_times` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `series` STRING NOT NULL,
  `readings` INT64 NOT NULL,
  `most` FLOAT64 NOT NULL
);
