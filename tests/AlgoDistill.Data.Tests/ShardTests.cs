namespace AlgoDistill.Data.Tests;

public class ShardTests
{
    [Fact]
    public void Shares_follow_each_other_without_gap_and_differ_by_one_part_at_most()
    {
        foreach (var parts in (int[])[0, 1, 3, 7, 100, int.MaxValue])
            foreach (var count in (int[])[1, 2, 4, 9])
            {
                Shard[] shares = [.. Enumerable.Range(0, count).Select(i => new Shard(i, count))];
                Assert.Equal(parts, shares.Sum(share => (long)share.Size(parts)));
                Assert.All(shares.Skip(1), share => Assert.Equal(shares[share.Index - 1].First(parts) + shares[share.Index - 1].Size(parts), share.First(parts)));
                Assert.InRange(shares.Max(share => share.Size(parts)) - shares.Min(share => share.Size(parts)), 0, 1);
            }
    }

    [Theory]
    [InlineData("0/4", 0, 4)]
    [InlineData("3/4", 3, 4)]
    [InlineData("0/1", 0, 1)]
    public void Text_names_a_share_and_back(string text, int index, int count)
    {
        Assert.Equal(new Shard(index, count), Shard.Parse(text));
        Assert.Equal(text, Shard.Parse(text).ToString());
    }

    [Theory]
    [InlineData("4/4")]
    [InlineData("-1/4")]
    [InlineData("1")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Other_text_is_refused(string text) =>
        Assert.Contains($"shard \"{text}\" is not of the form i/n", Assert.Throws<ArgumentException>(() => Shard.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=4", "2/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=4", "1/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=2 RANK=5 WORLD_SIZE=9", "0/2")]
    [InlineData("RANK=5 WORLD_SIZE=9", "5/9")]
    [InlineData("RANK=0 WORLD_SIZE=1", null)]
    [InlineData("", null)]
    public void A_launchers_variables_name_the_share(string variables, string? expected) => Assert.Equal(expected, Shard.FromEnvironment(Variables(variables))?.ToString());

    [Theory]
    [InlineData("RANK=x WORLD_SIZE=9", "RANK is \"x\"")]
    [InlineData("RANK=1", "WORLD_SIZE is \"\"")]
    [InlineData("SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=4", "shard is 7; allowed is 0 to 3")]
    public void Variables_that_make_no_sense_are_refused(string variables, string says) =>
        Assert.Contains(says, Assert.ThrowsAny<ArgumentException>(() => Shard.FromEnvironment(Variables(variables))).Message, StringComparison.Ordinal);

    static Func<string, string?> Variables(string text)
    {
        var values = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return values.GetValueOrDefault;
    }
}
