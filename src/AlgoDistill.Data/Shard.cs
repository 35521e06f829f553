using System.Globalization;

namespace AlgoDistill.Data;

/// <summary>One of several equal shares of a plan's parts, so that many processes make one store: what they make together is, byte by byte, what one would.</summary>
/// <param name="Index">Number of the share, 0 to <paramref name="Count"/> − 1.</param>
/// <param name="Count">Shares in all, at least 1.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>Number of the share.</summary>
    public int Index { get; init; } = Require.InRange(Index, 0, Count - 1, "shard");

    /// <summary>Shares in all.</summary>
    public int Count { get; init; } = Require.InRange(Count, 1, 1_000_000, "shards");

    /// <summary>The first of <paramref name="parts"/> parts that belongs to the share; the next share's first ends it.</summary>
    public int First(int parts) => (int)((long)parts * Index / Count);

    /// <summary>Parts of the share.</summary>
    public int Size(int parts) => (int)((long)parts * (Index + 1) / Count) - First(parts);

    /// <summary>The folder of the share's store: <c>store-2-of-4</c>.</summary>
    /// <param name="store">The folder that the whole store would have.</param>
    public string Folder(string store) => string.Create(CultureInfo.InvariantCulture, $"{Path.TrimEndingDirectorySeparator(store)}-{Index}-of-{Count}");

    /// <summary>The share that <c>2/4</c> names: the third of four.</summary>
    /// <exception cref="ArgumentException">The text is not of this form, or the number is not below the count.</exception>
    public static Shard Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && index < count
            ? new Shard(index, count)
            : throw new ArgumentException($"shard \"{text}\" is not of the form i/n with i from 0 to n − 1, such as 0/4");
    }

    /// <summary>The share that a launcher gave this process: <c>SLURM_ARRAY_TASK_ID</c> of <c>SLURM_ARRAY_TASK_COUNT</c> from <c>SLURM_ARRAY_TASK_MIN</c>, or <c>RANK</c> of <c>WORLD_SIZE</c>; nothing without them.</summary>
    /// <param name="variable">Gives the value of a variable.</param>
    /// <exception cref="ArgumentException">A variable is not a number, or the numbers contradict each other.</exception>
    public static Shard? FromEnvironment(Func<string, string?> variable)
    {
        if (variable("SLURM_ARRAY_TASK_ID") is { Length: > 0 }) return Of(Number("SLURM_ARRAY_TASK_ID") - (variable("SLURM_ARRAY_TASK_MIN") is null ? 0 : Number("SLURM_ARRAY_TASK_MIN")), Number("SLURM_ARRAY_TASK_COUNT"));
        return variable("RANK") is { Length: > 0 } ? Of(Number("RANK"), Number("WORLD_SIZE")) : null;

        static Shard? Of(int index, int count) => count == 1 ? null : new Shard(index, count);

        int Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ArgumentException($"{name} is \"{variable(name)}\"; it must be a whole number where a launcher's variables name the shard (--shard names it otherwise)");
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
