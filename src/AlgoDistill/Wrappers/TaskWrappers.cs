namespace AlgoDistill;

/// <summary>The catalogue of wrappers, and the reading of identifiers that name wrapped families.</summary>
public static class TaskWrappers
{
    /// <summary>One of each, with its defaults, around nothing yet.</summary>
    public static IReadOnlyList<TaskWrapper> All { get; } =
    [
        new PermutedActions(), new MaskedObservations(), new RewardNoise(), new ActionNoise(), new TimeLimit(), new PreviousStep(),
    ];

    /// <summary>The family that an identifier names: <c>dark-room</c>, <c>dark-room/v1+permuted-actions+time-limit</c>; versions may be left out.</summary>
    /// <param name="families">Families to choose from.</param>
    /// <param name="id">The identifier.</param>
    /// <exception cref="ArgumentException">The family or a wrapper is unknown (the message lists the known ones), or a wrapper does not fit.</exception>
    public static ITaskDistribution Find(IReadOnlyList<ITaskDistribution> families, string id)
    {
        var names = id.Split('+');
        var family = families.FirstOrDefault(family => IsNamed(family.Id, names[0]))
            ?? throw new ArgumentException($"unknown task \"{names[0]}\"; known are {string.Join(", ", families.Select(family => family.Id))}");
        foreach (var name in names.Skip(1))
        {
            var wrapper = All.FirstOrDefault(wrapper => IsNamed(wrapper.Suffix, name))
                ?? throw new ArgumentException($"unknown wrapper \"{name}\"; known are {string.Join(", ", All.Select(wrapper => wrapper.Suffix))}");
            family = wrapper with { Inner = family };
        }

        return family;
    }

    static bool IsNamed(string id, string name) => id == name || id.StartsWith(name + "/v", StringComparison.Ordinal);
}
