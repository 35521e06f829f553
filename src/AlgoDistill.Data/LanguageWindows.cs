using System.Text;

namespace AlgoDistill.Data;

/// <summary>One window in a language format.</summary>
/// <param name="Window">Where it comes from; cut where it would have had too many tokens.</param>
/// <param name="Text">Its steps, one after another.</param>
/// <param name="Tokens">Its tokens, cut part by part: observation, action, outcome; none without a tokeniser.</param>
public sealed record LanguageWindow(HistoryWindow Window, string Text, IReadOnlyList<int> Tokens);

/// <summary>The windows of <see cref="HistoryWindows"/>, of the same numbers and the same rows, as text and tokens.</summary>
public sealed class LanguageWindows
{
    readonly ILanguageFormat format;
    readonly Space observations, actions;
    readonly Action<ReadOnlySpan<char>, List<int>>? tokenize;

    /// <summary>Windows in a language format.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="format">The format.</param>
    /// <param name="observations">What is observed.</param>
    /// <param name="actions">What is chosen from.</param>
    /// <param name="tokenize">Appends the tokens of a text; no tokens when not given.</param>
    /// <exception cref="ArgumentException">The length of windows is given in tokens, and there is no tokeniser to count them.</exception>
    public LanguageWindows(HistoryWindows windows, ILanguageFormat format, Space observations, Space actions, Action<ReadOnlySpan<char>, List<int>>? tokenize = null)
    {
        (Windows, this.format, this.observations, this.actions, this.tokenize) = (windows, format, observations, actions, tokenize);
        if (tokenize is null && windows.Settings.Tokens is not null) throw new ArgumentException("Tokens limits windows; that needs a tokeniser", nameof(tokenize));
    }

    /// <summary>The same windows as rows.</summary>
    public HistoryWindows Windows { get; }

    /// <summary>Window number <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentException">Its first step alone has more tokens than the settings allow.</exception>
    public LanguageWindow this[long index]
    {
        get
        {
            var window = Windows[index];
            var (rows, text, tokens) = (window.ToHistory(), new StringBuilder(), new List<int>());
            for (var row = 0; row < rows.Length; row++)
            {
                var (characters, before) = (text.Length, tokens.Count);
                Part(text, tokens, () => format.WriteObservation(text, observations, rows.Observation(row)));
                Part(text, tokens, () => format.WriteAction(text, actions, rows.Action(row)));
                Part(text, tokens, () => format.WriteOutcome(text, rows.Outcome(row)));
                if (!(tokens.Count > Windows.Settings.Tokens)) continue;
                if (row == 0) throw new ArgumentException($"the first step of window {index} has {tokens.Count} tokens; allowed is 1 to {Windows.Settings.Tokens}", nameof(index));
                text.Length = characters;
                tokens.RemoveRange(before, tokens.Count - before);
                window = window.First(row);
                break;
            }

            return new LanguageWindow(window, text.ToString(), tokens);
        }
    }

    void Part(StringBuilder text, List<int> tokens, Action write)
    {
        var start = text.Length;
        write();
        tokenize?.Invoke(text.ToString(start, text.Length - start), tokens);
    }
}
