using System.Text;

namespace AlgoDistill;

/// <summary>How a learning history reads as text. A step is three parts, observation, action and outcome, written one after another.</summary>
/// <remarks>
/// Because a step is its parts in order, the prompt of an action (all that came before, and the observation) is a prefix of the
/// training text by construction. The action's text is prefix-free: no legal action's text begins another's, so that a generator
/// knows when it has finished one. Parsing gives back what was written, exactly; text that is not of the format is a
/// <see langword="false"/>, never an exception.
/// </remarks>
public interface ILanguageFormat
{
    /// <summary>Identifier, such as <c>compact</c>.</summary>
    string Id { get; }

    /// <summary>The format with the words of a family, where it uses words; itself otherwise.</summary>
    ILanguageFormat For(ITaskDistribution tasks) => this;

    /// <summary>Writes an observation and whatever leads up to the action.</summary>
    void WriteObservation(StringBuilder text, Space observations, ReadOnlySpan<float> observation);

    /// <summary>Writes an action and the mark that ends it.</summary>
    void WriteAction(StringBuilder text, Space actions, ReadOnlySpan<float> action);

    /// <summary>Writes the reward, how the episode ended if it did, and the mark that ends the step.</summary>
    void WriteOutcome(StringBuilder text, Outcome outcome);

    /// <summary>Reads an observation from the start of <paramref name="text"/>.</summary>
    /// <param name="text">Text that may go on after the part.</param>
    /// <param name="observations">The observation space.</param>
    /// <param name="observation">Receives (observation width).</param>
    /// <param name="length">Characters read; 0 on failure.</param>
    /// <returns>Whether the text begins with an observation of the space.</returns>
    bool TryReadObservation(ReadOnlySpan<char> text, Space observations, Span<float> observation, out int length);

    /// <summary>Reads an action from the start of <paramref name="text"/>; as <see cref="TryReadObservation"/>.</summary>
    bool TryReadAction(ReadOnlySpan<char> text, Space actions, Span<float> action, out int length);

    /// <summary>Reads an outcome from the start of <paramref name="text"/>; as <see cref="TryReadObservation"/>.</summary>
    bool TryReadOutcome(ReadOnlySpan<char> text, out Outcome outcome, out int length);

    /// <summary>
    /// Tokens of the format's own vocabulary: every text that the format writes over these spaces can be cut into them
    /// (longest match first), fields of discrete spaces in one token each.
    /// </summary>
    IReadOnlyList<string> Vocabulary(Space observations, Space actions);
}
