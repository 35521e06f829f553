using System.Text;

namespace AlgoDistill;

/// <summary>Outcomes as text: a prefix, the reward, and one of three marks by how the episode ended.</summary>
/// <param name="Prefix">What begins an outcome; may be empty.</param>
/// <param name="None">Mark of a step that does not end the episode; like the others, it must not begin with a character of a number.</param>
/// <param name="Terminated">Mark of a terminal step.</param>
/// <param name="Truncated">Mark of a step at the time limit.</param>
sealed record OutcomeText(string Prefix, string None, string Terminated, string Truncated)
{
    static readonly EpisodeEnd[] Ends = [EpisodeEnd.None, EpisodeEnd.Terminated, EpisodeEnd.Truncated];

    /// <summary>The spelling of rewards.</summary>
    public NumberText Numbers { get; init; } = NumberText.Shortest;

    string Mark(EpisodeEnd end) => end switch { EpisodeEnd.None => None, EpisodeEnd.Terminated => Terminated, _ => Truncated };

    /// <summary>Writes an outcome.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The reward is not finite.</exception>
    public void Write(StringBuilder text, Outcome outcome)
    {
        text.Append(Prefix);
        Numbers.Write(text, Require.InRange(outcome.Reward, float.MinValue, float.MaxValue, nameof(outcome.Reward)));
        text.Append(Mark(outcome.End));
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and nothing else.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out Outcome outcome, out int length)
    {
        (outcome, length) = (default, 0);
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        foreach (var end in Ends)
        {
            var at = Prefix.Length;
            if (!Numbers.TryRead(text, Mark(end), out var reward, ref at) || !float.IsFinite(reward)) continue;
            (outcome, length) = (new Outcome(reward, end), at);
            return true;
        }

        return false;
    }

    /// <summary>One token for each outcome of reward 0 or 1, and the pieces of all others.</summary>
    public IEnumerable<string> Tokens() =>
    [
        .. from end in Ends from reward in (float[])[0, 1] select LanguageText.Part(text => Write(text, new Outcome(reward, end))),
        Prefix, .. Numbers.Characters(), .. Ends.SelectMany(end => FieldText.Rests(Mark(end))),
    ];
}
