namespace AlgoDistill.Data.Tests;

public class LanguageWindowsTests
{
    static readonly Space Observations = new Space.Discrete(12, 2), Actions = new Space.Discrete(5);
    static readonly List<LearningHistory> Histories = Some.Histories(Observations, Actions, count: 4, length: 60);
    static readonly ILanguageFormat Format = LanguageFormats.All.First(format => format.Id == "compact");

    static void Characters(ReadOnlySpan<char> text, List<int> tokens)
    {
        foreach (var character in text) tokens.Add(character);
    }

    [Fact]
    public void The_same_windows_are_rows_or_text_by_one_argument()
    {
        using var folder = new TemporaryFolder();
        var store = Some.Store(folder["store"], Observations, Actions, Histories);
        var settings = new WindowSettings { Length = 9, Seed = 5 };
        foreach (var memory in new long?[] { null, 0 })
        {
            var (rows, texts) = (store.Windows(settings, memory), store.Windows(settings, Format, Characters, memory));
            for (var i = 0; i < 30; i++)
            {
                Assert.Equal((rows[i].History, rows[i].Start, rows[i].Length), (texts[i].Window.History, texts[i].Window.Start, texts[i].Window.Length));
                Assert.Equal(LanguageText.Write(Format, Observations, Actions, rows[i].ToHistory()), texts[i].Text);
                Assert.Equal(texts[i].Text.Select(character => (int)character), texts[i].Tokens);
            }
        }
    }

    [Fact]
    public void A_window_has_as_many_whole_steps_as_tokens_allow()
    {
        var settings = new WindowSettings { Length = 9, Seed = 5 };
        var whole = new LanguageWindows(new HistoryWindows(Histories, settings), Format, Observations, Actions, Characters);
        var cut = new LanguageWindows(new HistoryWindows(Histories, settings with { Tokens = 60 }), Format, Observations, Actions, Characters);
        for (var i = 0; i < 30; i++)
        {
            var steps = cut[i].Window.Length;
            Assert.InRange(cut[i].Tokens.Count, 1, 60);
            Assert.StartsWith(cut[i].Text, whole[i].Text, StringComparison.Ordinal);
            Assert.Equal(cut[i].Text.Length, cut[i].Tokens.Count);
            Assert.Equal(LanguageText.Write(Format, Observations, Actions, cut[i].Window.ToHistory()), cut[i].Text);
            if (steps < 9) Assert.True(LanguageText.Write(Format, Observations, Actions, whole.Windows[i].First(steps + 1).ToHistory()).Length > 60);
        }

        Assert.Contains(Enumerable.Range(0, 30), i => cut[i].Window.Length < 9);
    }

    [Fact]
    public void Tokens_that_cannot_be_counted_or_are_too_few_are_refused()
    {
        var few = new HistoryWindows(Histories, new WindowSettings { Length = 9, Tokens = 1 });
        Assert.Throws<ArgumentException>(() => new LanguageWindows(few, Format, Observations, Actions));
        Assert.Contains("allowed is 1 to 1", Assert.Throws<ArgumentException>(() => new LanguageWindows(few, Format, Observations, Actions, Characters)[0]).Message, StringComparison.Ordinal);
    }
}
