/** DuckDB on one thread reads the same file and groups it in one statement. */
import { DuckDBInstance } from '@duckdb/node-api'
import { print, WINDOW_MS } from '../measure'

async function main(file: string): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect()
  await connection.run('SET threads = 1; SET preserve_insertion_order = false')
  const columns = "{createdAt: 'BIGINT', subreddit: 'VARCHAR', score: 'BIGINT'}"
  await connection.run(
    `CREATE TEMP TABLE rows AS SELECT createdAt // ${WINDOW_MS} AS window_index, subreddit, count(*) AS posts, sum(score) AS score, avg(score) AS mean
     FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = ${columns}) GROUP BY ALL`,
  )
  const [row] = (await connection.runAndReadAll('SELECT count(*)::DOUBLE, sum(posts)::DOUBLE, sum(score)::DOUBLE FROM rows')).getRows()
  const [rows, count, sum] = row.map(Number)
  print({ rows, count, sum })
}

void main(process.argv[2])
