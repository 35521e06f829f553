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

        await Pieces(column, history => history.Length, fill, None, None);
    }

    /// <summary>The values that each history has, one after the other.</summary>
    async Task Pieces<T>(int column, Func<LearningHistory, int> length, Fill<T> fill, ReadOnlyMemory<int>? definitions, ReadOnlyMemory<int>? repetitions)
        where T : struct
    {
        var count = histories.Sum(length);
        using var owner = MemoryPool<T>.Shared.Rent(count);
        var at = 0;
        foreach (var history in histories)
        {
            fill(history, owner.Memory.Span.Slice(at, length(history)));
            at += length(history);
        }

        await group.WriteAllPartsAsync<T>(columns.Fields[column], owner.Memory[..count], definitions, repetitions, default);
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
        if (!columns.Types[column].IsList)
        {
            await Values(column, space, values, None, None);
            return;
        }

        var count = rows * space.Width;
        using var definitions = MemoryPool<int>.Shared.Rent(count);
        using var repetitions = MemoryPool<int>.Shared.Rent(count);
        definitions.Memory.Span[..count].Fill(Levels.Listed);
        Levels.FillLists(repetitions.Memory.Span[..count], space.Width);
        await Values(column, space, values, definitions.Memory[..count], repetitions.Memory[..count]);
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
        await Values(Column, columns.Observations, history => history.Columns.FinalObservations,
            definitions.Memory[..count], isList ? repetitions.Memory[..count] : None);
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
    Task Values(int column, Space space, Func<LearningHistory, float[]> values, ReadOnlyMemory<int>? definitions, ReadOnlyMemory<int>? repetitions)
    {
        return space is Space.Discrete
            ? Pieces<int>(column, Length, (history, to) => Convert(values(history), to, StoreColumns.Names[column]), definitions, repetitions)
            : Pieces<float>(column, Length, (history, to) => values(history).CopyTo(to), definitions, repetitions);

        int Length(LearningHistory history) => values(history).Length;
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
