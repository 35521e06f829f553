using System.Buffers;
using System.Runtime.InteropServices;
using Parquet;

namespace AlgoDistill.Data;

/// <summary>Writes histories as one row group, column by column.</summary>
/// <param name="group">The row group, empty.</param>
/// <param name="columns">The store's columns.</param>
/// <param name="histories">The rows.</param>
sealed class GroupWriter(ParquetRowGroupWriter group, StoreColumns columns, IReadOnlyList<LearningHistory> histories)
{
    static ReadOnlyMemory<int>? None => null;       // beside memory, null itself would become empty memory

    readonly int rows = histories.Sum(history => history.Length);

    /// <summary>Writes all columns.</summary>
    /// <exception cref="ArgumentException">A discrete value is not a whole number.</exception>
    public async Task WriteAsync()
    {
        await Numbers<int>(StoreColumns.Run, (history, values) => values.Fill(history.Run));
        await Numbers<int>(StoreColumns.Stream, (history, values) => values.Fill(history.Stream));
        await Numbers<int>(StoreColumns.Task, (history, values) => values.Fill(history.Task.Index));
        await Numbers<int>(StoreColumns.Episode, Episodes);
        await Numbers<int>(StoreColumns.Step, Steps);
        await Numbers<int>(StoreColumns.Update, (history, values) => history.Columns.Updates.CopyTo(values));
        await Vectors(StoreColumns.Observation, columns.Observations, history => history.Columns.Observations);
        await Vectors(StoreColumns.Action, columns.Actions, history => history.Columns.Actions);
        await Numbers<float>(StoreColumns.Reward, (history, values) => history.Columns.Rewards.CopyTo(values));
        await Numbers<float>(StoreColumns.LogProbability, (history, values) => history.Columns.LogProbabilities.CopyTo(values));
        await Numbers<byte>(StoreColumns.End, (history, values) => MemoryMarshal.AsBytes(history.Columns.Ends.AsSpan()).CopyTo(values));
        await Finals();
        for (var field = 0; field < columns.Extra.Length; field++) await Extra(field);
    }

    static void Episodes(LearningHistory history, Span<int> values)
    {
        for (var episode = 0; episode < history.Episodes; episode++)
        {
            var (start, length) = history.Episode(episode);
            values.Slice(start, length).Fill(episode);
        }
    }

    static void Steps(LearningHistory history, Span<int> values)
    {
        for (var step = 0; step < values.Length; step++) values[step] = step;
    }

    delegate void Fill<T>(LearningHistory history, Span<T> values);

    async Task Numbers<T>(int column, Fill<T> fill) where T : struct
    {
        if (columns.IsAbsent(column))
        {
            await Nulls<T>(column);
            return;
        }

        using var owner = MemoryPool<T>.Shared.Rent(rows);
        var at = 0;
        foreach (var history in histories)
        {
            fill(history, owner.Memory.Span.Slice(at, history.Length));
            at += history.Length;
        }

        await group.WriteAllPartsAsync<T>(columns.Fields[column], owner.Memory[..rows], null, null, default);
    }

    async Task Nulls<T>(int column) where T : struct
    {
        using var levels = MemoryPool<int>.Shared.Rent(rows);
        levels.Memory.Span[..rows].Clear();     // Levels.Null
        ReadOnlyMemory<int> all = levels.Memory[..rows];
        await group.WriteAllPartsAsync<T>(columns.Fields[column], default, all, columns.Types[column].IsList ? all : None, default);
    }

    /// <summary>A value of a space for every row.</summary>
    async Task Vectors(int column, Space space, Func<LearningHistory, float[]> values)
    {
        var count = rows * space.Width;
        var isList = columns.Types[column].IsList;
        var (listed, lists) = isList ? (Levels.AllListed(count), Levels.Lists(count, space.Width)) : (None, None);
        await Values(column, space, count, listed, lists, [.. histories.Select(values)]);
    }

    /// <summary>A value of a space for the rows that end an episode or a history; null elsewhere.</summary>
    async Task Finals()
    {
        const int Column = StoreColumns.FinalObservation;
        if (columns.IsAbsent(Column))
        {
            await (columns.Types[Column].Value == typeof(int) ? Nulls<int>(Column) : Nulls<float>(Column));
            return;
        }

        var (width, isList) = (columns.Observations.Width, columns.Types[Column].IsList);
        var finals = histories.Sum(history => history.Columns.FinalObservations.Length) / width;
        var count = rows + finals * (width - 1);
        using var definitions = MemoryPool<int>.Shared.Rent(count);
        using var repetitions = MemoryPool<int>.Shared.Rent(count);
        FillFinalLevels(definitions.Memory.Span[..count], repetitions.Memory.Span[..count], width, isList ? Levels.Listed : 1);
        await Values(Column, columns.Observations, finals * width, definitions.Memory[..count], isList ? repetitions.Memory[..count] : None,
            [.. histories.Select(history => history.Columns.FinalObservations)]);
    }

    void FillFinalLevels(Span<int> definitions, Span<int> repetitions, int width, int present)
    {
        definitions.Clear();    // Levels.Null
        repetitions.Clear();
        var at = 0;
        foreach (var history in histories)
            for (var row = 0; row < history.Length; row++)
            {
                var isFinal = history.Columns.Ends[row] != EpisodeEnd.None || row == history.Length - 1;
                if (isFinal)
                {
                    definitions.Slice(at, width).Fill(present);
                    repetitions.Slice(at + 1, width - 1).Fill(1);
                }

                at += isFinal ? width : 1;
            }
    }

    /// <summary>Real values as they are, discrete ones as whole numbers.</summary>
    async Task Values(int column, Space space, int count, ReadOnlyMemory<int>? definitions, ReadOnlyMemory<int>? repetitions,
        float[][] values)
    {
        if (space is Space.Discrete)
        {
            using var owner = MemoryPool<int>.Shared.Rent(count);
            var at = 0;
            foreach (var some in values)
            {
                Convert(some, owner.Memory.Span[at..], StoreColumns.Names[column]);
                at += some.Length;
            }

            await group.WriteAllPartsAsync<int>(columns.Fields[column], owner.Memory[..count], definitions, repetitions, default);
            return;
        }

        using var floats = MemoryPool<float>.Shared.Rent(count);
        var position = 0;
        foreach (var some in values)
        {
            some.CopyTo(floats.Memory.Span[position..]);
            position += some.Length;
        }

        await group.WriteAllPartsAsync<float>(columns.Fields[column], floats.Memory[..count], definitions, repetitions, default);
    }

    static void Convert(ReadOnlySpan<float> from, Span<int> to, string name)
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = (int)from[i];
            if (to[i] != from[i])
                throw new ArgumentException(FormattableString.Invariant($"{name} {from[i]} is not a whole number, as its discrete space demands"));
        }
    }

    async Task Extra(int field)
    {
        var column = StoreColumns.FirstExtra + field;
        var cells = histories.SelectMany(history => Enumerable.Range(0, history.Length).Select(row => history.Columns.Extra[field][row]));
        await ParquetCells.WriteAsync(group, columns.Fields[column], columns.Types[column], [.. cells]);
    }
}
