CREATE TABLE IF NOT EXISTS `${dataset}.topic_activity` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `topic` STRING NOT NULL,
  `posts` INT64 NOT NULL,
  `subreddits` INT64 NOT NULL,
  `meanScore` FLOAT64 NOT NULL,
  `comments` INT64 NOT NULL
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, DAY);

CREATE TABLE IF NOT EXISTS `${dataset}.link_trends` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `kind` STRING NOT NULL,
  `posts` INT64 NOT NULL,
  `medianScore` FLOAT64 NOT NULL,
  `topSites` ARRAY<STRUCT<`value` STRING, `count` INT64>>
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, DAY);

CREATE TABLE IF NOT EXISTS `${dataset}.site_sessions` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `domain` STRING NOT NULL,
  `posts` INT64 NOT NULL,
  `bestScore` INT64 NOT NULL,
  `comments` INT64 NOT NULL
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, DAY);

CREATE TABLE IF NOT EXISTS `${dataset}.subreddit_days` (
  `windowStart` TIMESTAMP NOT NULL,
  `windowEnd` TIMESTAMP NOT NULL,
  `subreddit` STRING NOT NULL,
  `posts` INT64 NOT NULL,
  `sites` INT64 NOT NULL,
  `meanScore` FLOAT64 NOT NULL
)
PARTITION BY TIMESTAMP_TRUNC(`windowStart`, DAY);

CREATE TABLE IF NOT EXISTS `${dataset}.post_archive` (
  `id` STRING NOT NULL,
  `createdAt` TIMESTAMP NOT NULL,
  `subreddit` STRING NOT NULL,
  `domain` STRING NOT NULL,
  `score` INT64 NOT NULL,
  `ups` INT64 NOT NULL,
  `downs` INT64 NOT NULL,
  `comments` INT64 NOT NULL,
  `editedAt` TIMESTAMP
)
PARTITION BY TIMESTAMP_TRUNC(`createdAt`, DAY);
