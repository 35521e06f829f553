using System.Buffers;
using System.Runtime.InteropServices;
using Parquet;
using Lanes = System.Numerics.Vector;

namespace AlgoDistill.Data;

/// <summary>Reads the histories of one row group, column by column: each value is decoded, then copied once, to its history.</summary>
/// <param name="file">The row group in the file.</param>
/// <param name="columns">The store's columns.</param>
/// <param name="group">Which histories it has.</param>
sealed class GroupReader(ParquetRowGroupReader file, StoreColumns columns, PartGroup group)
{
    /// <summary>The histories.</summary>
    /// <param name="tasks">The tasks by their numbers.</param>
    /// <exception cref="PartFault">
    /// A list has a wrong length, the end of an episode no final observation, or a task is none of the store's.
    /// </exception>
    public async Task<IReadOnlyList<LearningHistory>> HistoriesAsync(IReadOnlyDictionary<int, StoreTask> tasks)
    {
        var updates = await Numbers(StoreColumns.Update, 0);
        var observations = await Vectors(StoreColumns.Observation, columns.Observations);
        var actions = await Vectors(StoreColumns.Action, columns.Actions);
        var rewards = await Numbers(StoreColumns.Reward, float.NaN);
        var logProbabilities = await Numbers(StoreColumns.LogProbability, float.NaN);
        var ends = await Ends();
        var finals = columns.IsAbsent(StoreColumns.FinalObservation) ? LastObservations(observations, ends) : await Finals(ends);
        var extra = await Extra();
        return [.. Enumerable.Range(0, group.Histories.Length).Select(i => History(i, tasks, new HistoryColumns
        {
            Observations = observations[i],
            Actions = actions[i],
            Rewards = rewards[i],
            LogProbabilities = logProbabilities[i],
            Updates = updates[i],
            Ends = ends[i],
            FinalObservations = finals[i],
            Extra = extra[i],
        }))];
    }

    /// <summary>A column of whole numbers: (rows).</summary>
    public async Task<int[]> NumbersAsync(int column)
    {
        Count(column, group.Rows);
        var numbers = new int[group.Rows];
        await file.ReadRawAsync<int>(columns.Fields[column], numbers, null, null);
        return numbers;
    }

    LearningHistory History(int number, IReadOnlyDictionary<int, StoreTask> tasks, HistoryColumns rows)
    {
        var entry = group.Histories.Span[number];
        return tasks.TryGetValue(entry.Task, out var task)
            ? new LearningHistory(entry.Run, entry.Stream, task.ToInstance(), columns.Observations.Width, columns.Actions.Width, rows)
            : throw new PartFault(Row(number, 0), "task", $"{entry.Task}; the manifest has no such task");
    }

    /// <summary>Number in the file of a history's row.</summary>
    int Row(int history, int row)
    {
        foreach (var before in group.Histories.Span[..history]) row += before.Rows;
        return group.FirstRow + row;
    }

    delegate void Copy<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to);

    /// <summary>An array a history.</summary>
    TTo[][] Split<TFrom, TTo>(ReadOnlySpan<TFrom> values, int width, Copy<TFrom, TTo> copy)
    {
        var (split, at) = (new TTo[group.Histories.Length][], 0);
        for (var i = 0; i < split.Length; i++)
        {
            split[i] = GC.AllocateUninitializedArray<TTo>(group.Histories.Span[i].Rows * width);
            copy(values.Slice(at, split[i].Length), split[i]);
            at += split[i].Length;
        }

        return split;
    }

    T[][] Split<T>(ReadOnlySpan<T> values, int width = 1) => Split<T, T>(values, width, (from, to) => from.CopyTo(to));

    async Task<T[][]> Numbers<T>(int column, T unknown) where T : struct
    {
        using var owner = MemoryPool<T>.Shared.Rent(group.Rows);
        var values = owner.Memory[..group.Rows];
        if (columns.IsAbsent(column)) await Absent(column, values, unknown);
        else
        {
            Count(column, group.Rows);
            await file.ReadRawAsync<T>(columns.Fields[column], values, null, null);
        }

        return Split<T>(values.Span);
    }

    async Task Absent<T>(int column, Memory<T> values, T unknown) where T : struct
    {
        Count(column, group.Rows);
        using var definitions = MemoryPool<int>.Shared.Rent(group.Rows);
        await file.ReadRawAsync(columns.Fields[column], values, definitions.Memory, null);
        if (definitions.Memory.Span[..group.Rows].ContainsAnyExcept(Levels.Null))
            throw new PartFault(null, StoreColumns.Names[column], "has values; the manifest says that it is absent");
        values.Span.Fill(unknown);
    }

    async Task<EpisodeEnd[][]> Ends()
    {
        Count(StoreColumns.End, group.Rows);
        using var owner = MemoryPool<byte>.Shared.Rent(group.Rows);
        await file.ReadRawAsync(columns.Fields[StoreColumns.End], owner.Memory[..group.Rows], null, null);
        var ends = owner.Memory.Span[..group.Rows];
        return ends.IndexOfAnyExceptInRange((byte)EpisodeEnd.None, (byte)EpisodeEnd.Truncated) is >= 0 and var row
            ? throw new PartFault(group.FirstRow + row, "end", $"is {ends[row]}; the highest is {(int)EpisodeEnd.Truncated}")
            : Split<EpisodeEnd>(MemoryMarshal.Cast<byte, EpisodeEnd>(ends));
    }

    /// <summary>A value of a space for every row: an array a history, (its rows × width).</summary>
    async Task<float[][]> Vectors(int column, Space space)
    {
        var (count, field) = (group.Rows * (long)space.Width, columns.Fields[column]);
        Count(column, count);
        if (!columns.Types[column].IsList) return await Values(field, space, (int)count, null, null);
        using var definitions = MemoryPool<int>.Shared.Rent((int)count);
        using var repetitions = MemoryPool<int>.Shared.Rent((int)count);
        var values = await Values(field, space, (int)count, definitions.Memory, repetitions.Memory);
        if (Levels.FirstOther(repetitions.Memory.Span[..(int)count], space.Width) is >= 0 and var other)
            throw Fault(other, $"a list that does not have {space.Width} numbers");
        return definitions.Memory.Span[..(int)count].IndexOfAnyExcept(Levels.Listed) is >= 0 and var at ? throw Fault(at, "a null") : values;

        PartFault Fault(int number, string what) => new(group.FirstRow + number / space.Width, StoreColumns.Names[column], what);
    }

    /// <summary>Real values as they are, discrete ones as whole numbers.</summary>
    async Task<float[][]> Values(Parquet.Schema.DataField field, Space space, int count, Memory<int>? definitions, Memory<int>? repetitions)
    {
        if (space is Space.Discrete)
        {
            using var integers = MemoryPool<int>.Shared.Rent(count);
            await file.ReadRawAsync(field, integers.Memory[..count], definitions, repetitions);
            return Split<int, float>(integers.Memory.Span[..count], space.Width, Convert);
        }

        using var floats = MemoryPool<float>.Shared.Rent(count);
        await file.ReadRawAsync(field, floats.Memory[..count], definitions, repetitions);
        return Split<float>(floats.Memory.Span[..count], space.Width);
    }

    static void Convert(ReadOnlySpan<int> from, Span<float> to)
    {
        var (i, lanes) = (0, System.Numerics.Vector<int>.Count);
        for (; i <= from.Length - lanes; i += lanes) Lanes.ConvertToSingle(new System.Numerics.Vector<int>(from[i..])).CopyTo(to[i..]);
        for (; i < from.Length; i++) to[i] = from[i];
    }

    /// <summary>The observations that followed the ends of episodes and histories, and only these: an array a history, (ends × width).</summary>
    async Task<float[][]> Finals(EpisodeEnd[][] ends)
    {
        const int Column = StoreColumns.FinalObservation;
        var (width, isList) = (columns.Observations.Width, columns.Types[Column].IsList);
        var count = checked((int)file.GetMetadata(columns.Fields[Column])!.MetaData!.NumValues);
        using var values = MemoryPool<float>.Shared.Rent(count);
        using var definitions = MemoryPool<int>.Shared.Rent(count);
        using var repetitions = MemoryPool<int>.Shared.Rent(count);
        Memory<int>? lists = isList ? repetitions.Memory[..count] : (Memory<int>?)null;
        await ReadFloats(columns.Fields[Column], values.Memory[..count], definitions.Memory, lists);
        var levels = new FinalLevels(definitions.Memory.Span[..count], lists is { } known ? known.Span : default, width, group.FirstRow);
        var (finals, used) = (new float[ends.Length][], 0);
        for (var i = 0; i < ends.Length; i++)
        {
            var own = levels.Take(ends[i]) * width;
            finals[i] = values.Memory.Span.Slice(used, own).ToArray();
            used += own;
        }

        levels.Finish();
        return finals;
    }

    async Task ReadFloats(Parquet.Schema.DataField field, Memory<float> floats, Memory<int> definitions, Memory<int>? repetitions)
    {
        if (columns.Observations is not Space.Discrete)
        {
            await file.ReadRawAsync(field, floats, definitions, repetitions);
            return;
        }

        using var integers = MemoryPool<int>.Shared.Rent(floats.Length);
        await file.ReadRawAsync(field, integers.Memory[..floats.Length], definitions, repetitions);
        Convert(integers.Memory.Span[..floats.Length], floats.Span);
    }

    /// <summary>Where nobody knows the final observations: the last that are known stand for them.</summary>
    float[][] LastObservations(float[][] observations, EpisodeEnd[][] ends)
    {
        var width = columns.Observations.Width;
        return [.. observations.Zip(ends, Last)];

        float[] Last(float[] values, EpisodeEnd[] own) =>
            [.. Enumerable.Range(0, own.Length).Where(row => own[row] != EpisodeEnd.None || row == own.Length - 1)
                .SelectMany(row => values.AsSpan(row * width, width).ToArray())];
    }

    /// <summary>The optional columns of each history.</summary>
    async Task<ExtraColumn[][]> Extra()
    {
        var extra = group.Histories.ToArray().Select(_ => new ExtraColumn[columns.Extra.Length]).ToArray();
        for (var field = 0; field < columns.Extra.Length; field++)
        {
            var column = StoreColumns.FirstExtra + field;
            var cells = await ParquetCells.ReadAsync(file, columns.Fields[column], columns.Types[column]);
            var parts = Split<object?>(cells);
            for (var i = 0; i < extra.Length; i++) extra[i][field] = new ExtraColumn(columns.Extra[field], parts[i]);
        }

        return extra;
    }

    void Count(int column, long expected)
    {
        var count = file.GetMetadata(columns.Fields[column])!.MetaData!.NumValues;
        if (count != expected)
            throw new PartFault(null, columns.AllNames[column], $"has {count} numbers in {group.Rows} rows; it must have {expected}");
    }
}
