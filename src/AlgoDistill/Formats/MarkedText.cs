namespace AlgoDistill;

/// <summary>The text of a learning history and where each step's parts stand in it, as a loss mask needs them. The parts join without gaps.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Starts">First character of each step, and the end of the text: (N + 1).</param>
/// <param name="Actions">First character of each action: (N).</param>
/// <param name="Outcomes">First character of each outcome: (N).</param>
public sealed record MarkedText(string Text, IReadOnlyList<int> Starts, IReadOnlyList<int> Actions, IReadOnlyList<int> Outcomes)
{
    /// <summary>Steps.</summary>
    public int Length => Actions.Count;

    /// <summary>The characters of a step's observation; none where the format omits it.</summary>
    public Range Observation(int row) => Starts[row]..Actions[row];

    /// <summary>The characters of a step's action, its end mark included.</summary>
    public Range Action(int row) => Actions[row]..Outcomes[row];

    /// <summary>The characters of a step's outcome.</summary>
    public Range Outcome(int row) => Outcomes[row]..Starts[row + 1];
}
