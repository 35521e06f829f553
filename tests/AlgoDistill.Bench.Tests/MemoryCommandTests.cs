using System.Text.Json;
using AlgoDistill.Bench.Measures;

namespace AlgoDistill.Bench.Tests;

public class MemoryCommandTests
{
    [Fact]
    public async Task The_memory_of_a_training_process_is_watched()
    {
        var json = await Bench.Rows("memory", "--updates", "40");
        Assert.Equal(["updates", "rss_bytes", "allocated_bytes_per_update", "tensors"], Bench.Keys(json[0]));
        var rows = json.Select(row => row!.Deserialize<MemoryRow>(Settings.Json)!).ToArray();
        Assert.Equal(Enumerable.Range(1, 20).Select(i => 2L * i), rows.Select(row => row.Updates));
        Assert.Single(rows.Select(row => row.Tensors).Distinct());
        Assert.All(rows, row => Assert.True(row.RssBytes > 10_000_000));
    }

    [Fact]
    public void The_trend_is_that_of_the_rows_after_the_first_fifth()
    {
        MemoryRow[] rows = [.. Enumerable.Range(1, 20).Select(i => new MemoryRow(10 * i, i < 4 ? 10 : 200 + i, i < 4 ? 900 : 5 + i % 2, i < 4 ? 90 : 7 + i / 20))];
        Assert.Equal(new MemoryTrend(40, 220 / 204.0 - 1, 6, 7, 8), MemoryTrend.Of(rows));
    }

    [Fact]
    public async Task The_text_ends_in_the_trend()
    {
        var (code, output, _) = await Bench.Run("memory", "--updates", "20");
        Assert.Equal(0, code);
        Assert.Matches(@"^after update 4: resident size [+-]?\d+\.\d%, live tensors (\d+) to \1, at most \d+\.\d KB of managed memory an update$", output.TrimEnd().Split('\n')[^1]);
    }
}
