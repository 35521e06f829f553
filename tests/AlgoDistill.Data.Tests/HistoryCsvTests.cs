using System.Globalization;

namespace AlgoDistill.Data.Tests;

public class HistoryCsvTests
{
    static readonly Space Observations = new Space.Box(2, -9, 9), Actions = new Space.Discrete(4);

    static string Csv(IEnumerable<LearningHistory> histories)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        HistoryCsv.Write(text, histories);
        return text.ToString();
    }

    static List<LearningHistory> Read(string csv) => [.. HistoryCsv.Read(new StringReader(csv), "h.csv")];

    [Fact]
    public void What_is_read_is_what_was_written_bit_by_bit()
    {
        var histories = Some.Histories(Observations, Actions);
        HistoryStoreTests.AssertSame(histories, Read(Csv(histories)));
    }

    [Fact]
    public void One_line_a_row_and_one_column_a_number()
    {
        var history = new LearningHistory(3, 1, new TaskInstance(7, [0.25, -1]), 2, 1, new HistoryColumns
        {
            Observations = [0.1f, -0f, 1, 2],
            Actions = [3, 0],
            Rewards = [1e-30f, 5],
            LogProbabilities = [-0.5f, 0],
            Updates = [0, 8],
            Ends = [EpisodeEnd.Terminated, EpisodeEnd.None],
            FinalObservations = [4, 5, 6, 7],
        });
        Assert.Equal("""
            run,stream,task,task_parameters,episode,step,update,observation_0,observation_1,action_0,reward,log_probability,end,final_observation_0,final_observation_1
            3,1,7,0.25;-1,0,0,0,0.1,-0,3,1E-30,-0.5,1,4,5
            3,1,7,,1,1,8,1,2,0,5,0,0,6,7

            """, Csv([history]), ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData(",reward,", ",rewards,", "column reward is missing")]
    [InlineData("0.25;-1", "0.25;x", "line 2, column task_parameters: \"0.25;x\"")]
    [InlineData(",5,0,0,", ",five,0,0,", "line 3, column reward: \"five\"")]
    [InlineData(",-0.5,1,", ",-0.5,3,", "line 2, column end: \"3\"")]
    [InlineData(",1,1,8,", ",1,2,8,", "line 3, column step: is 2; it must be 1")]
    [InlineData(",6,7", ",,", "lines 2 to 3")]
    public void A_wrong_value_is_named_by_line_and_column(string text, string by, string says)
    {
        const string Csv = """
            run,stream,task,task_parameters,episode,step,update,observation_0,observation_1,action_0,reward,log_probability,end,final_observation_0,final_observation_1
            3,1,7,0.25;-1,0,0,0,0.1,-0,3,1E-30,-0.5,1,4,5
            3,1,7,,1,1,8,1,2,0,5,0,0,6,7
            """;
        Assert.Single(Read(Csv));
        var message = Assert.Throws<StoreException>(() => Read(Csv.Replace(text, by, StringComparison.Ordinal))).Message;
        Assert.StartsWith("h.csv", message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_line_is_refused() =>
        Assert.Throws<StoreException>(() => Read(Csv(Some.Histories(Observations, Actions))[..^25]));
}
