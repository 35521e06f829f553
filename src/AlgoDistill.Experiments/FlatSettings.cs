namespace AlgoDistill.Experiments;

/// <summary>Assignments <c>Name=Value</c> that find the record which has the setting.</summary>
public static class FlatSettings
{
    /// <summary>Both records with the assignments applied, each to the first that has a setting of its name.</summary>
    /// <param name="first">A record.</param>
    /// <param name="second">Another record.</param>
    /// <param name="assignments">Such as <c>Size=5</c>.</param>
    /// <exception cref="ArgumentException">Neither record has the setting (the message lists all they have), or the value is wrong.</exception>
    public static (TFirst First, TSecond Second) With<TFirst, TSecond>(TFirst first, TSecond second, IEnumerable<string> assignments)
        where TFirst : class where TSecond : class
    {
        foreach (var assignment in assignments)
        {
            var name = Settings.Cut(assignment).Name;
            if (Settings.Has(first, name)) first = Settings.With(first, [assignment]);
            else if (Settings.Has(second, name)) second = Settings.With(second, [assignment]);
            else
                throw new ArgumentException($"unknown setting \"{name}\"; {first.GetType().Name} has {Settings.Names(first)}; "
                    + $"{second.GetType().Name} has {Settings.Names(second)}");
        }

        return (first, second);
    }
}
