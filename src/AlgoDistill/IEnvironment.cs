namespace AlgoDistill;

/// <summary>How a step ended an episode: not at all, in a terminal state, or cut by the time limit.</summary>
public enum EpisodeEnd : byte
{
    /// <summary>The episode goes on.</summary>
    None,

    /// <summary>The next state is terminal: its value is zero.</summary>
    Terminated,

    /// <summary>The horizon cut the episode: the next state still has a value.</summary>
    Truncated,
}

/// <summary>What a step gives beside the next observation.</summary>
/// <param name="Reward">The reward of the step.</param>
/// <param name="End">Whether and how the step ended the episode.</param>
public readonly record struct Outcome(float Reward, EpisodeEnd End);

/// <summary>One task: a Markov decision process that an agent plays episode after episode.</summary>
/// <remarks>Only <see cref="Interaction"/> calls it. The environment ends its own episodes, at the horizon at the latest.</remarks>
public interface IEnvironment
{
    /// <summary>Starts an episode and writes its first observation.</summary>
    /// <param name="observation">Receives as many floats as the observation space is wide.</param>
    void Reset(Span<float> observation);

    /// <summary>Takes one action and writes the observation that follows; at an end, that is the last observation of the episode.</summary>
    /// <param name="action">As many floats as the action space is wide.</param>
    /// <param name="observation">Receives the next observation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The action lies outside the action space; the message names the range.</exception>
    Outcome Step(ReadOnlySpan<float> action, Span<float> observation);
}
