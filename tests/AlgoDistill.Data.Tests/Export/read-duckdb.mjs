// Writes the rows of Parquet files as JSON lines, read by DuckDB's package for node: read-duckdb.mjs PATTERN FILE
import { createRequire } from 'node:module'
const duckdb = createRequire(import.meta.url)('@duckdb/node-bindings-linux-x64/duckdb.node')
const [from, to] = process.argv.slice(2)
const connection = await duckdb.connect(await duckdb.open())
await duckdb.query(connection, `COPY (SELECT * FROM read_parquet('${from}')) TO '${to}' (FORMAT json)`)
