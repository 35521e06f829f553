namespace AlgoDistill.Bench.Tests;

public class OpsCommandTests
{
    [Fact]
    public async Task A_first_look_prints_every_operator_with_the_documented_keys()
    {
        var rows = await Bench.Rows("ops", "--quick");
        Assert.Equal(["causal_self_attention", "cached_attention", "linear", "feed_forward", "residual_layer_norm", "embedding_sum", "cross_entropy"],
            rows.Select(row => (string)row!["name"]!));
        string[] keys = ["name", "size", "forward_seconds", "plain_forward_seconds", "ratio_min", "ratio_median", "ratio_max"];
        foreach (var row in rows)
        {
            var backward = (string)row!["name"]! != "cached_attention";
            Assert.Equal(backward ? [.. keys, "backward_seconds", "plain_backward_seconds"] : keys, Bench.Keys(row));
            Assert.True((double)row["ratio_min"]! > 0);
            Assert.InRange((double)row["ratio_median"]!, (double)row["ratio_min"]!, (double)row["ratio_max"]!);
        }
    }
}
