using System.Numerics;
using System.Runtime.InteropServices;

namespace AlgoDistill.Data;

/// <summary>
/// Rows as records of equal size, all columns of a row together, so that a window is one stretch of a file. A record is little-endian words of
/// four bytes: checksum, update, episode, reward, log-probability, end, observation (O), action (A), next observation (O). The checksum is the
/// CRC-32C of the other words, begun with the row's number in the file: a row that is damaged or in another place is noticed.
/// </summary>
/// <param name="observationWidth">Floats an observation, O.</param>
/// <param name="actionWidth">Floats an action, A.</param>
sealed class RowLayout(int observationWidth, int actionWidth)
{
    const int Checksum = 0, Update = 1, Episode = 2, Reward = 3, LogProbability = 4, End = 5, Numbers = 6;

    public int ObservationWidth => observationWidth;

    public int ActionWidth => actionWidth;

    /// <summary>Words of a record.</summary>
    public int Words { get; } = Numbers + 2 * observationWidth + actionWidth;

    /// <summary>Bytes of a record.</summary>
    public int Bytes => Words * sizeof(int);

    /// <summary>Writes rows as records: (N × <see cref="Words"/>).</summary>
    /// <param name="rows">N rows.</param>
    /// <param name="firstRow">Number of the first in the file.</param>
    /// <param name="records">Receives them.</param>
    public void Encode(RowSpans rows, long firstRow, Span<int> records)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var record = records.Slice(i * Words, Words);
            (record[Update], record[Episode], record[End]) = (rows.Updates[i], rows.Episodes[i], (int)rows.Ends[i]);
            record[Reward] = BitConverter.SingleToInt32Bits(rows.Rewards[i]);
            record[LogProbability] = BitConverter.SingleToInt32Bits(rows.LogProbabilities[i]);
            var values = MemoryMarshal.Cast<int, float>(record[Numbers..]);
            rows.Observations.Slice(i * observationWidth, observationWidth).CopyTo(values);
            rows.Actions.Slice(i * actionWidth, actionWidth).CopyTo(values[observationWidth..]);
            rows.NextObservations.Slice(i * observationWidth, observationWidth).CopyTo(values[(observationWidth + actionWidth)..]);
            record[Checksum] = Sum(record[1..], firstRow + i);
        }
    }

    /// <summary>Reads records: the counterpart of <see cref="Encode"/>.</summary>
    /// <returns>Number of the first row among them whose checksum is wrong; −1 when all are right.</returns>
    public int Decode(ReadOnlySpan<int> records, long firstRow, RowSpans rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var record = records.Slice(i * Words, Words);
            if (record[Checksum] != Sum(record[1..], firstRow + i)) return i;
            (rows.Updates[i], rows.Episodes[i], rows.Ends[i]) = (record[Update], record[Episode], (EpisodeEnd)record[End]);
            rows.Rewards[i] = BitConverter.Int32BitsToSingle(record[Reward]);
            rows.LogProbabilities[i] = BitConverter.Int32BitsToSingle(record[LogProbability]);
            var values = MemoryMarshal.Cast<int, float>(record[Numbers..]);
            values[..observationWidth].CopyTo(rows.Observations[(i * observationWidth)..]);
            values.Slice(observationWidth, actionWidth).CopyTo(rows.Actions[(i * actionWidth)..]);
            values[(observationWidth + actionWidth)..].CopyTo(rows.NextObservations[(i * observationWidth)..]);
        }

        return -1;
    }

    static int Sum(ReadOnlySpan<int> words, long row)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)row);
        foreach (var pair in MemoryMarshal.Cast<int, ulong>(words)) sum = BitOperations.Crc32C(sum, pair);
        return (int)((words.Length & 1) == 0 ? sum : BitOperations.Crc32C(sum, (uint)words[^1]));
    }
}
