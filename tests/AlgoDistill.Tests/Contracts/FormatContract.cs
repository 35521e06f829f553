using System.Text;
using AlgoDistill.Algorithms;

namespace AlgoDistill.Tests;

/// <summary>Laws of every language format, on the spaces of every task and on others.</summary>
public class FormatContract
{
    static readonly float[] Rewards = [0, 1, -1, 2, 10, 0.5f, -0f, 1e-5f, -3.25e20f, float.Epsilon, float.MaxValue, 1 / 3f, 1e7f, 1e16f];

    const int MostSteps = 200; // of a task whose episodes are long

    const string Odd = "0123456789-+.eE,;#!>= \n\t\0\"[]{}\u0663\u221e\u00e9\ud800";

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void What_was_written_is_read_back_exactly(string id)
    {
        foreach (var example in Examples()) IsReadBack(Catalogue.Format(id), example);
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void What_was_read_back_is_written_as_the_same_text(string id)
    {
        foreach (var example in Examples())
            Assert.Equal(FormatExamples.Write(Catalogue.Format(id), example), FormatExamples.Write(Catalogue.Format(id), Expected(Catalogue.Format(id), example)));
    }

    [SkippableTheory, MemberData(nameof(Catalogue.Tasks), MemberType = typeof(Catalogue))]
    public void Learning_histories_of_every_task_are_read_back_exactly(string id)
    {
        var tasks = Catalogue.Task(id).OrSkip();
        var history = Interaction.Run(tasks, tasks.Split(0).Train[0], new UniformRandom(), Math.Min(2 * tasks.Horizon + 3, MostSteps), new Rng(1));
        var example = new FormatExamples(tasks.Observations, tasks.Actions, history.Columns.Observations, history.Columns.Actions,
            [.. Enumerable.Range(0, history.Length).Select(history.Outcome)]);
        foreach (var format in Catalogue.AllFormats) IsReadBack(format, example);
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void A_prompt_is_a_prefix_of_the_training_text(string id)
    {
        foreach (var example in Examples())
        {
            var (format, history) = (Catalogue.Format(id), example.History());
            var text = FormatExamples.Write(format, example);
            var prompt = new StringBuilder();
            for (var row = 0; row < history.Length; row++)
            {
                format.WriteObservation(prompt, example.Observations, history.Observation(row));
                Assert.StartsWith(prompt.ToString(), text, StringComparison.Ordinal);
                format.WriteAction(prompt, example.Actions, history.Action(row));
                format.WriteOutcome(prompt, history.Outcome(row));
            }

            Assert.Equal(text, prompt.ToString());
        }
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void No_action_begins_another(string id)
    {
        foreach (var (_, actions) in Catalogue.Spaces)
        {
            var texts = actions is Space.Discrete discrete ? LanguageText.LegalActions(Catalogue.Format(id), discrete) : DrawnActions(Catalogue.Format(id), actions);
            var ordered = texts.Order(StringComparer.Ordinal).ToArray();
            Assert.Distinct(ordered);
            Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.False(pair.Second.StartsWith(pair.First, StringComparison.Ordinal), $"{pair.First} begins {pair.Second}"));
        }
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void The_vocabulary_cuts_every_text_exactly(string id)
    {
        foreach (var example in Examples())
        {
            var vocabulary = Catalogue.Format(id).Vocabulary(example.Observations, example.Actions);
            Assert.Distinct(vocabulary);
            Assert.All(vocabulary, token => Assert.NotEmpty(token));
            var text = FormatExamples.Write(Catalogue.Format(id), example);
            Assert.Equal(text, string.Concat(Cut(text, vocabulary)));
        }
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void A_step_of_a_discrete_task_is_one_token_a_field(string id)
    {
        foreach (var tasks in Catalogue.AllTasks.Where(tasks => tasks is { Observations: Space.Discrete { Count: <= 1000 }, Actions: Space.Discrete { Count: <= 1000 } }))
        {
            var rng = new Rng(2);
            var text = new StringBuilder();
            Catalogue.Format(id).WriteObservation(text, tasks.Observations, Catalogue.Draw(tasks.Observations, rng));
            Catalogue.Format(id).WriteAction(text, tasks.Actions, Catalogue.Draw(tasks.Actions, rng));
            Catalogue.Format(id).WriteOutcome(text, new Outcome(1, EpisodeEnd.Truncated));
            Assert.InRange(Cut(text.ToString(), Catalogue.Format(id).Vocabulary(tasks.Observations, tasks.Actions)).Count(), 1, tasks.Observations.Width + tasks.Actions.Width + 1);
        }
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void Broken_text_is_a_failure_and_never_an_exception(string id)
    {
        var rng = new Rng(3);
        foreach (var example in Examples())
        {
            var text = FormatExamples.Write(Catalogue.Format(id), example);
            for (var trial = 0; trial < 200; trial++)
            {
                var broken = Broken(text, rng);
                var parsed = LanguageText.Parse(Catalogue.Format(id), example.Observations, example.Actions, broken);
                var again = Rewritten(Catalogue.Format(id), example, parsed);
                if (parsed.Failure is not { } failure) Assert.Equal(broken, again);
                else Assert.InRange(failure.Position, again.Length, broken.Length);
                Assert.StartsWith(again, broken, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>The text with a character put in place of another, a span left out, written twice or put elsewhere, or its end cut off.</summary>
    static string Broken(string text, Rng rng)
    {
        var (at, length) = (rng.NextInt(text.Length), 1 + rng.NextInt(8));
        var span = text.Substring(at, Math.Min(length, text.Length - at));
        var rest = text.Remove(at, span.Length);
        return rng.NextInt(6) switch
        {
            0 => text.Remove(at, 1).Insert(at, Odd[rng.NextInt(Odd.Length)].ToString()),
            1 => text.Remove(at, 1).Insert(at, ((char)(32 + rng.NextInt(96))).ToString()),
            2 => rest,
            3 => text.Insert(at, span),
            4 => rest.Insert(rng.NextInt(rest.Length + 1), span),
            _ => text[..at],
        };
    }

    static void IsReadBack(ILanguageFormat format, FormatExamples example)
    {
        var parsed = LanguageText.Parse(format, example.Observations, example.Actions, FormatExamples.Write(format, example));
        var expected = Expected(format, example);
        Assert.Null(parsed.Failure);
        Assert.Equal(Bits(expected.ObservationValues), Bits(parsed.Observations));
        Assert.Equal(Bits(expected.ActionValues), Bits(parsed.Actions));
        Assert.Equal(expected.Outcomes, parsed.Outcomes);
        Assert.Equal(Bits(expected.Outcomes.Select(outcome => outcome.Reward)), Bits(parsed.Outcomes.Select(outcome => outcome.Reward)));
    }

    static IEnumerable<int> Bits(IEnumerable<float> values) => values.Select(BitConverter.SingleToInt32Bits);

    /// <summary>What a format gives back of an example: the example itself, rounded if the format rounds.</summary>
    static FormatExamples Expected(ILanguageFormat format, FormatExamples example) => format is not RoundedFormat rounded ? example : example with
    {
        ObservationValues = Rounded(rounded.Observations, example.Observations, example.ObservationValues),
        ActionValues = Rounded(rounded.Actions, example.Actions, example.ActionValues),
        Outcomes = [.. example.Outcomes.Select(rounded.Round)],
    };

    static float[] Rounded(NumberPolicy policy, Space space, float[] values) => [.. values.Chunk(space.Width).SelectMany(value => policy.Round(space, value))];

    static IEnumerable<FormatExamples> Examples() => Catalogue.Spaces.Select((spaces, number) =>
    {
        var rng = new Rng((ulong)number);
        const int rows = 60;
        return new FormatExamples(spaces.Observations, spaces.Actions,
            [.. Enumerable.Range(0, rows).SelectMany(_ => Catalogue.Draw(spaces.Observations, rng))],
            [.. Enumerable.Range(0, rows).SelectMany(_ => Catalogue.Draw(spaces.Actions, rng))],
            [.. Enumerable.Range(0, rows).Select(row => new Outcome(Rewards[row % Rewards.Length], (EpisodeEnd)rng.NextInt(3)))]);
    });

    static string[] DrawnActions(ILanguageFormat format, Space actions)
    {
        var rng = new Rng(1);
        return [.. Enumerable.Range(0, 1000).Select(_ =>
        {
            var text = new StringBuilder();
            format.WriteAction(text, actions, Catalogue.Draw(actions, rng));
            return text.ToString();
        }).Distinct()];
    }

    static string Rewritten(ILanguageFormat format, FormatExamples example, ParsedText parsed) => FormatExamples.Write(format,
        example with { ObservationValues = [.. parsed.Observations], ActionValues = [.. parsed.Actions], Outcomes = [.. parsed.Outcomes] });

    /// <summary>Cuts by longest match; fails where no token matches.</summary>
    static IEnumerable<string> Cut(string text, IReadOnlyList<string> vocabulary)
    {
        var byLength = vocabulary.OrderByDescending(token => token.Length).ToArray();
        for (var at = 0; at < text.Length;)
        {
            var token = byLength.FirstOrDefault(token => string.CompareOrdinal(text, at, token, 0, token.Length) == 0);
            Assert.True(token is not null, $"no token begins \"{text[at..Math.Min(at + 30, text.Length)]}\"");
            yield return token;
            at += token.Length;
        }
    }
}
