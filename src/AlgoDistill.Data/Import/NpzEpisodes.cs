namespace AlgoDistill.Data.Import;

/// <summary>The arrays of one file, matched with each other.</summary>
sealed class NpzEpisodes
{
    static readonly string[] StateNames = ["states", "observations", "context_states"], ActionNames = ["actions", "context_actions"], RewardNames = ["rewards", "context_rewards"],
        NextNames = ["next_states", "next_observations", "context_next_states"], DoneNames = ["dones", "terminals", "terminations"], TimeoutNames = ["timeouts", "truncations"], EpsilonNames = ["eps"],
        MaskNames = ["mask", "masks"];

    readonly string file;
    readonly NpyArray states, actions, rewards;
    readonly NpyArray? nexts, dones, timeouts, eps;
    readonly bool contexts;

    NpzEpisodes(string file, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        this.file = file;
        var found = new Dictionary<string, string>();
        (states, actions, rewards) = (Needed(StateNames, "observation"), Needed(ActionNames, "action"), Needed(RewardNames, "reward"));
        (nexts, dones, timeouts, eps) = (Find(NextNames, "final_observation"), Find(DoneNames, "end"), Find(TimeoutNames, "end"), Find(EpsilonNames, "epsilon"));
        Mapping = found;
        contexts = found.ContainsKey("context_states");
        Layout = string.Join(", ", found.Keys.Select(name => $"{name} of width {Width(arrays[name])}"));
        foreach (var name in found.Keys) CheckLength(name, arrays[name]);
        if (MaskNames.FirstOrDefault(name => arrays.TryGetValue(name, out var mask) && mask.Values.Contains(0)) is { } padded)
            throw new StoreException(file, $"{padded}: marks rows that are no data; they are not told apart here, so cut them off first");

        NpyArray Needed(string[] names, string column) => Find(names, column) ?? throw new StoreException(file, $"has no array {string.Join(" or ", names)}");

        NpyArray? Find(string[] names, string column)
        {
            if (names.FirstOrDefault(arrays.ContainsKey) is not { } name) return null;
            found[name] = column;
            return arrays[name];
        }
    }

    /// <summary>Which array became which column.</summary>
    public IReadOnlyDictionary<string, string> Mapping { get; }

    /// <summary>Names and widths of the arrays, which all files of an import share.</summary>
    public string Layout { get; }

    public bool HasEpsilon => eps is not null;

    public bool HasNext => nexts is not null;

    /// <summary>Histories in the file.</summary>
    public int Histories => contexts ? rewards.Shape[0] : 1;

    public Space? Observations => states.Kind == 'f' ? new Space.Box(Width(states), float.NegativeInfinity, float.PositiveInfinity) : null;

    public Space? Actions => actions.Kind == 'f' ? new Space.Box(Width(actions), float.NegativeInfinity, float.PositiveInfinity) : null;

    int Count => rewards.Values.Length;

    public static NpzEpisodes Open(string file) => new(file, NpyArray.ReadAll(file));

    /// <summary>The rows, in order; a run for each history.</summary>
    public IEnumerable<ImportedStep> Steps()
    {
        var perHistory = Count / Math.Max(Histories, 1);
        for (var i = 0; i < Count; i++)
        {
            var last = (i + 1) % perHistory == 0;
            var next = nexts is null ? null : Row(nexts, i);
            yield return new ImportedStep($"{Path.GetFileName(file)}, row {i}", Row(states, i), Row(actions, i), rewards.Values[i], End(i, next, last))
            {
                Run = i / perHistory,
                Next = next,
                Extra = eps is null ? [] : [eps.Values[i]],
            };
        }
    }

    EpisodeEnd End(int i, float[]? next, bool last)
    {
        if (Flag(dones, i)) return EpisodeEnd.Terminated;
        if (Flag(timeouts, i)) return EpisodeEnd.Truncated;
        if (next is null || last || next.AsSpan().SequenceEqual(Row(states, i + 1))) return EpisodeEnd.None;
        // Rows that were drawn one by one, as DPT's: what follows is another episode, and nobody says that this one had ended by itself
        return dones is null ? EpisodeEnd.Truncated
            : throw new StoreException(file, $"row {i}: the next state is not that of row {i + 1}, and no episode ends there");
    }

    static bool Flag(NpyArray? flags, int i) => flags is not null && flags.Values[i] != 0;

    int Width(NpyArray array) => Count == 0 ? 1 : Math.Max(array.Values.Length / Count, 1);

    float[] Row(NpyArray array, int i) => array.Values.AsSpan(i * Width(array), Width(array)).ToArray();

    void CheckLength(string name, NpyArray array)
    {
        var vector = array == states || array == actions || array == nexts;
        if (Count == 0) throw new StoreException(file, "has no row");
        if (vector ? array.Values.Length % Count != 0 || array.Values.Length == 0 || !StartsAsRewards(array) : array.Values.Length != Count)
            throw new StoreException(file, $"{name}: shape ({string.Join(", ", array.Shape)}); the rewards have ({string.Join(", ", rewards.Shape)}), and the first axes must agree");
        if ((array == dones || array == timeouts) && Array.Exists(array.Values, value => value is not (0 or 1)))
            throw new StoreException(file, $"{name}: holds other values than 0 and 1");
    }

    // (N, H, 1) rewards have the axes (N, H)
    bool StartsAsRewards(NpyArray array)
    {
        var axes = rewards.Shape.Length > 1 && rewards.Shape[^1] == 1 ? rewards.Shape.AsSpan()[..^1] : rewards.Shape;
        return array.Shape.AsSpan().StartsWith(axes);
    }
}
