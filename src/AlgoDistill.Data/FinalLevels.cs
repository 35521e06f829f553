namespace AlgoDistill.Data;

/// <summary>Finds the final observations in the levels of their column, which is null in most rows.</summary>
/// <param name="definitions">Definition levels.</param>
/// <param name="repetitions">Repetition levels; none where a value is no list.</param>
/// <param name="width">Numbers of an observation.</param>
/// <param name="firstRow">Number of the first row in the file, for errors.</param>
ref struct FinalLevels(ReadOnlySpan<int> definitions, ReadOnlySpan<int> repetitions, int width, int firstRow)
{
    const string Column = "final_observation";

    readonly int present = repetitions.IsEmpty ? 1 : Levels.Listed;
    ReadOnlySpan<int> definitions = definitions, repetitions = repetitions;
    int row = firstRow;

    /// <summary>Goes past the rows of one history.</summary>
    /// <param name="ends">Its ends.</param>
    /// <returns>Final observations, one for each end and for the last row.</returns>
    /// <exception cref="PartFault">One is missing, is where nothing ends, or has another width.</exception>
    public int Take(ReadOnlySpan<EpisodeEnd> ends)
    {
        var finals = 0;
        while (!ends.IsEmpty)
        {
            var until = ends.IndexOfAnyExcept(EpisodeEnd.None) is >= 0 and var end ? end : ends.Length - 1;
            SkipNulls(until);
            TakeOne();
            finals++;
            ends = ends[(until + 1)..];
        }

        return finals;
    }

    /// <summary>Says that there are no more rows.</summary>
    /// <exception cref="PartFault">There are.</exception>
    public readonly void Finish()
    {
        if (!definitions.IsEmpty) throw new PartFault(row, Column, $"has {definitions.Length} values behind the last row");
    }

    void SkipNulls(int count)
    {
        if (count > definitions.Length) throw new PartFault(row + definitions.Length, Column, "is missing");
        if (definitions[..count].IndexOfAnyExcept(Levels.Null) is >= 0 and var there)
            throw new PartFault(row + there, Column, "is there, but no episode ends");
        Drop(count);
        row += count;
    }

    void TakeOne()
    {
        if (definitions.IsEmpty || definitions[0] != present) throw new PartFault(row, Column, "is missing at an end");
        var length = 1;
        while (length < repetitions.Length && repetitions[length] != 0) length++;
        if (length != width) throw new PartFault(row, Column, $"a list of {length} numbers; it must have {width}");
        if (definitions[..width].ContainsAnyExcept(present)) throw new PartFault(row, Column, "a null in a list");
        Drop(width);
        row++;
    }

    void Drop(int count)
    {
        definitions = definitions[count..];
        if (!repetitions.IsEmpty) repetitions = repetitions[count..];
    }
}
