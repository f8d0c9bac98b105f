CREATE TABLE IF NOT EXISTS `${dataset}.country_edits` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `country` STRING NOT NULL,
  `isRobot` BOOL NOT NULL,
  `edits` INT64 NOT NULL,
  `added` INT64 NOT NULL,
  `deleted` INT64 NOT NULL,
  `largest` INT64 NOT NULL
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, HOUR);

CREATE TABLE IF NOT EXISTS `${dataset}.channel_edits` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `channel` STRING NOT NULL,
  `edits` INT64 NOT NULL,
  `medianDelta` FLOAT64 NOT NULL,
  `countries` ARRAY<STRUCT<`value` STRING, `count` INT64>>
);
