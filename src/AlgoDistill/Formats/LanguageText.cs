using System.Text;

namespace AlgoDistill;

/// <summary>Steps read from text, and where reading stopped if it stopped before the end.</summary>
/// <param name="Observations">(N × observation width).</param>
/// <param name="Actions">(N × action width).</param>
/// <param name="Outcomes">(N).</param>
/// <param name="Failure">Nothing when the whole text was read.</param>
public sealed record ParsedText(IReadOnlyList<float> Observations, IReadOnlyList<float> Actions, IReadOnlyList<Outcome> Outcomes, TextFailure? Failure);

/// <summary>Where text stopped being of the format.</summary>
/// <param name="Position">First character of the part that could not be read.</param>
/// <param name="Part">The part that should have stood there: observation, action or outcome.</param>
public readonly record struct TextFailure(int Position, string Part);

/// <summary>Whole learning histories through a language format.</summary>
public static class LanguageText
{
    const int MostActions = 65_536;

    /// <summary>The text of a learning history: its steps in order, nothing before, between or behind them.</summary>
    public static string Write(ILanguageFormat format, Space observations, Space actions, LearningHistory history) =>
        WriteMarked(format, observations, actions, history).Text;

    /// <summary>As <see cref="Write"/>, with the characters that each part of each step takes.</summary>
    public static MarkedText WriteMarked(ILanguageFormat format, Space observations, Space actions, LearningHistory history)
    {
        var text = new StringBuilder();
        var (starts, actionStarts, outcomeStarts) = (new int[history.Length + 1], new int[history.Length], new int[history.Length]);
        for (var row = 0; row < history.Length; row++)
        {
            format.WriteObservation(text, observations, history.Observation(row));
            actionStarts[row] = text.Length;
            format.WriteAction(text, actions, history.Action(row));
            outcomeStarts[row] = text.Length;
            format.WriteOutcome(text, history.Outcome(row));
            starts[row + 1] = text.Length;
        }

        return new MarkedText(text.ToString(), starts, actionStarts, outcomeStarts);
    }

    /// <summary>Reads steps until the end of the text or the first part that is not of the format; never throws because of the text.</summary>
    public static ParsedText Parse(ILanguageFormat format, Space observations, Space actions, ReadOnlySpan<char> text)
    {
        var (allObservations, allActions, outcomes) = (new List<float>(), new List<float>(), new List<Outcome>());
        var (observation, action) = (new float[observations.Width], new float[actions.Width]);
        for (var at = 0; at < text.Length;)
        {
            if (!format.TryReadObservation(text[at..], observations, observation, out var length)) return Stop(at, "observation");
            at += length;
            if (!format.TryReadAction(text[at..], actions, action, out length)) return Stop(at, "action");
            at += length;
            if (!format.TryReadOutcome(text[at..], out var outcome, out length)) return Stop(at, "outcome");
            at += length;
            allObservations.AddRange(observation);
            allActions.AddRange(action);
            outcomes.Add(outcome);
        }

        return new ParsedText(allObservations, allActions, outcomes, Failure: null);

        ParsedText Stop(int position, string part) => new(allObservations, allActions, outcomes, new TextFailure(position, part));
    }

    /// <summary>The text of every action, in the order of <see cref="Space.Discrete.IndexOf"/>: what a constrained generator may write.</summary>
    /// <exception cref="ArgumentException">There are more than 65,536 actions.</exception>
    public static IReadOnlyList<string> LegalActions(ILanguageFormat format, Space.Discrete actions)
    {
        if (actions.Values > MostActions) throw new ArgumentException($"{actions} has more actions than the {MostActions} that can be listed", nameof(actions));
        var texts = new string[(int)actions.Values];
        var action = new float[actions.Width];
        for (var index = 0; index < texts.Length; index++)
        {
            actions.Write(index, action);
            texts[index] = Part(text => format.WriteAction(text, actions, action));
        }

        return texts;
    }

    /// <summary>The text of one part.</summary>
    internal static string Part(Action<StringBuilder> write)
    {
        var text = new StringBuilder();
        write(text);
        return text.ToString();
    }
}
