namespace AlgoDistill.Tests;

public class LanguageTextTests
{
    static readonly CompactFormat Format = new();
    static readonly Space.Discrete Cells = new(9, 2), Moves = new(5);

    [Theory]
    [InlineData("4,4>1=0;5,4", 8, "observation", 1)]
    [InlineData("4,4>1=0;5,9>1=0;", 8, "observation", 1)]
    [InlineData("4,4>1=0;5,4>", 12, "action", 1)]
    [InlineData("4,4>5=0;", 4, "action", 0)]
    [InlineData("4,4>01=0;", 4, "action", 0)]
    [InlineData("4,4>1=0", 6, "outcome", 0)]
    [InlineData("4,4>1=1.0;", 6, "outcome", 0)]
    [InlineData("4,4>1= 1;", 6, "outcome", 0)]
    [InlineData("4,4>1=NaN;", 6, "outcome", 0)]
    [InlineData("4,4>1=Infinity;", 6, "outcome", 0)]
    [InlineData("4,4>1=;", 6, "outcome", 0)]
    [InlineData("nonsense", 0, "observation", 0)]
    public void Reading_stops_at_the_first_part_that_is_not_of_the_format(string text, int position, string part, int steps)
    {
        var parsed = LanguageText.Parse(Format, Cells, Moves, text);
        Assert.Equal(new TextFailure(position, part), parsed.Failure);
        Assert.Equal((steps, 2 * steps, steps), (parsed.Outcomes.Count, parsed.Observations.Count, parsed.Actions.Count));
    }

    [Fact]
    public void No_text_is_no_steps()
    {
        var parsed = LanguageText.Parse(Format, Cells, Moves, "");
        Assert.Null(parsed.Failure);
        Assert.Empty(parsed.Outcomes);
    }

    [Theory, MemberData(nameof(Catalogue.Formats), MemberType = typeof(Catalogue))]
    public void The_marks_of_a_text_part_it_into_what_each_part_writes(string id)
    {
        var (format, example) = (Catalogue.Format(id), FormatExamples.Grid);
        var history = example.History();
        var marked = LanguageText.WriteMarked(format, Cells, Moves, history);
        Assert.Equal((history.Length, 0, marked.Text.Length), (marked.Length, marked.Starts[0], marked.Starts[^1]));
        for (var row = 0; row < history.Length; row++)
        {
            var text = new System.Text.StringBuilder();
            format.WriteObservation(text, Cells, history.Observation(row));
            Assert.Equal(text.ToString(), marked.Text[marked.Observation(row)]);
            format.WriteAction(text.Clear(), Moves, history.Action(row));
            Assert.Equal(text.ToString(), marked.Text[marked.Action(row)]);
            format.WriteOutcome(text.Clear(), history.Outcome(row));
            Assert.Equal(text.ToString(), marked.Text[marked.Outcome(row)]);
        }
    }

    [Fact]
    public void Marks_stand_where_a_reader_sees_them()
    {
        var marked = LanguageText.WriteMarked(Format, FormatExamples.Bandit.Observations, FormatExamples.Bandit.Actions, FormatExamples.Bandit.History());
        Assert.Equal("7=1;0=0;9=1!", marked.Text);
        Assert.Equal([0, 4, 8, 12], marked.Starts);
        Assert.Equal([0, 4, 8], marked.Actions);
        Assert.Equal([2, 6, 10], marked.Outcomes);
        Assert.Equal(4..4, marked.Observation(1));
    }

    [Fact]
    public void Legal_actions_are_listed_in_their_order()
    {
        Assert.Equal(["0=", "1=", "2=", "3=", "4="], LanguageText.LegalActions(Format, Moves));
        Assert.Equal(["0,0\n", "0,1\n", "1,0\n", "1,1\n"], LanguageText.LegalActions(new AdRlhfFormat(), new Space.Discrete(2, 2)));
        Assert.Contains("discrete(2)×20", Assert.Throws<ArgumentException>(() => LanguageText.LegalActions(Format, new Space.Discrete(2, 20))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_cannot_be_read_back_are_not_written()
    {
        var text = new System.Text.StringBuilder();
        Assert.Throws<ArgumentOutOfRangeException>(() => Format.WriteAction(text, Moves, [5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Format.WriteObservation(text, Cells, [0, 9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Format.WriteOutcome(text, new Outcome(float.NaN, EpisodeEnd.None)));
    }
}
