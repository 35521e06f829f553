using AlgoDistill.Data.DuckDb;

namespace AlgoDistill.Data;

/// <summary>The columns of a store's rows: discrete values are whole numbers, several values are lists.</summary>
sealed class StoreColumns(Space observations, Space actions)
{
    public const int Run = 0, Stream = 1, Task = 2, Episode = 3, Step = 4, Update = 5, Observation = 6, Action = 7, Reward = 8,
        LogProbability = 9, End = 10, FinalObservation = 11;

    public static IReadOnlyList<string> Names { get; } =
        ["run", "stream", "task", "episode", "step", "update", "observation", "action", "reward", "log_probability", "end", "final_observation"];

    /// <summary>All columns but the last observations of episodes, which are null elsewhere.</summary>
    public static IReadOnlyList<int> NeverNull { get; } = [.. Enumerable.Range(0, FinalObservation)];

    static readonly ColumnType Integer = new(DuckType.Integer), Float = new(DuckType.Float);

    public Space Observations => observations;

    public Space Actions => actions;

    public ColumnType[] Types { get; } =
    [
        Integer, Integer, Integer, Integer, Integer, Integer, TypeOf(observations), TypeOf(actions), Float, Float,
        new(DuckType.UTinyInt), TypeOf(observations),
    ];

    /// <summary>SQL that makes an empty table of these columns.</summary>
    public string CreateTable(string name) =>
        $"CREATE TABLE {name} ({string.Join(", ", Names.Zip(Types, (column, type) => $"\"{column}\" {type}"))})";

    /// <summary>What is wrong with the columns of a file, if anything.</summary>
    public string? Fault(QueryResult result)
    {
        if (!result.Names.SequenceEqual(Names)) return $"has columns {string.Join(", ", result.Names)}; they must be {string.Join(", ", Names)}";
        for (var i = 0; i < Types.Length; i++)
            if (result.Types[i] != Types[i]) return $"column {Names[i]} is {result.Types[i]}; it must be {Types[i]}";
        return null;
    }

    static ColumnType TypeOf(Space space) => space switch
    {
        Space.Discrete { Size: 1 } => Integer,
        Space.Discrete => ColumnType.ListOf(DuckType.Integer),
        _ => ColumnType.ListOf(DuckType.Float),
    };
}
