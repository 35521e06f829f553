// Prints the rows of a Parquet file as JSON, read by hyparquet: a reader in pure JavaScript.
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

for (const path of process.argv.slice(2)) {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors })
  console.log(JSON.stringify(rows, (_, value) => typeof value === 'bigint' ? Number(value) : value))
}
