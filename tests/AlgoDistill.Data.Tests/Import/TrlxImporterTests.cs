using System.Text.Json.Nodes;
using AlgoDistill.Data.Import;

namespace AlgoDistill.Data.Tests.Import;

public class TrlxImporterTests
{
    static HistoryStore Import(TemporaryFolder folder, string store = "store") => StoreImport.Run(Importers.Find("trlx"), folder["logs"], folder[store]);

    static object?[] Column(HistoryStore store, string sql) => [.. store.Sql($"SELECT {sql} FROM histories ORDER BY run, step").Rows.Select(row => row[0])];

    [Fact]
    public void Runs_are_histories_and_epochs_are_updates_in_the_order_of_time_without_loss_or_duplication()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-0later", 100, TrlxLogs.Full, secondsLater: 10);
        TrlxLogs.Write(folder["logs"], "run-9first", 0, TrlxLogs.Full);
        var store = Import(folder);
        Assert.Empty(store.Verify());
        Assert.Equal((2, 24L), (store.Manifest.Histories, store.Manifest.Rows));
        Assert.Equal([.. Enumerable.Range(0, 12).Concat(Enumerable.Range(100, 12)).Select(i => (object)i)], Column(store, "completion_tokens[1]"));
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (object)(i % 12 / 3))], Column(store, "\"update\""));
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (object)(i % 12))], Column(store, "episode"));
    }

    [Fact]
    public void Rewards_by_token_and_their_sum_are_kept_apart_and_the_score_is_absent()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.Decoded);
        var store = Import(folder);
        Assert.Equal(["completion", "completion_tokens", "prompt", "prompt_tokens", "token_log_probabilities", "token_rewards", "token_values"],
            store.Manifest.Extra!.Value.Select(field => field.Name).Order(StringComparer.Ordinal));
        var row = Assert.Single(store.Sql("SELECT reward, log_probability, token_rewards, token_log_probabilities, token_values, prompt, completion, final_observation FROM histories WHERE step = 4").Rows);
        Assert.Equal([4.125f, -1.25f], row.Take(2));
        Assert.Equal([-0.125f, 0f, 4.25f], (object?[])row[2]!);
        Assert.Equal([-0.5f, -0.25f, -0.5f], (object?[])row[3]!);
        Assert.Equal([0.5f, 0.25f, 0.125f], (object?[])row[4]!);
        Assert.Equal(["prompt 4", " and what follows prompt 4\n", null], row.Skip(5));
        Assert.Equal(["final_observation"], store.Manifest.Absent);
    }

    [Fact]
    public void Logs_of_text_alone_have_no_rewards_and_none_are_invented()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.TextOnly);
        var store = Import(folder);
        Assert.Empty(store.Verify());
        Assert.Equal(["reward", "log_probability", "final_observation"], store.Manifest.Absent);
        Assert.All(Column(store, "reward"), Assert.Null);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => (object)i)], Column(store, "prompt_tokens[2]"));
    }

    [Fact]
    public void Score_and_penalty_are_kept_where_a_log_has_them()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, i => new JsonObject { ["query_text"] = "q", ["response_text"] = "r", ["score"] = i / 4.0, ["kl"] = 0.5, ["note"] = "x" });
        var store = Import(folder);
        Assert.Equal([1.25f, 1.25f, 0.5f], store.Sql("SELECT reward, score, kl FROM histories WHERE step = 5").Rows[0]);
        Assert.Equal("note", (string?)store.Manifest.Plan.Algorithm.Parameters["details"]!["ignored"]![0]);
    }

    [Fact]
    public void The_plan_says_where_it_comes_from_and_names_no_path()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.Full);
        var plan = Import(folder).Manifest.Plan;
        Assert.Equal(("imported/trlx", "imported"), (plan.Tasks.Id, plan.Algorithm.Id));
        Assert.Equal((5, 0.05), ((int)plan.Algorithm.Parameters["files"]!, (double)plan.Algorithm.Parameters["details"]!["runs"]![0]!["config"]!["method"]!["init_kl_coef"]!));
        Assert.DoesNotContain("/home", plan.Algorithm.Parameters.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(folder["logs"], File.ReadAllText(Path.Combine(folder["store"], "manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_are_cut_and_replay_is_refused()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.Full);
        var store = Import(folder);
        var batch = new HistoryWindows(store.ReadAll(), new WindowSettings { Length = 5 }).Batch(0, 4);
        Assert.Equal(20, batch.Rewards.Length);
        Assert.Contains("was imported (imported/trlx)", Assert.Throws<StoreException>(() => HistoryReplay.Run(store, [], [])).Message, StringComparison.Ordinal);
        Assert.Contains("was imported", Assert.Throws<StoreException>(() => StoreExtension.Begin(store.Folder, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("they were imported", StoreCard.Of(store), StringComparison.Ordinal);
        Assert.Contains("| `final_observation` | INTEGER | not known", StoreCard.Of(store), StringComparison.Ordinal);
    }

    [Fact]
    public void An_imported_store_is_split_and_merged_as_any()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.TextOnly);
        TrlxLogs.Write(folder["logs"], "run-b", 50, TrlxLogs.TextOnly);
        var store = Import(folder);
        var shards = StoreSplit.Run(store, folder["shard"], 2);
        StoreMerge.Run(folder["merged"], [.. shards.Select(shard => shard.Folder)]);
        Assert.Equal(TemporaryFolder.Bytes(store.Folder), TemporaryFolder.Bytes(folder["merged"]));
        Assert.Equal(0, store.Manifest.Statistics!["reward"].Count[0]);
        Assert.Equal(24, store.Manifest.Statistics["update"].Count[0]);
    }

    [Fact]
    public void The_same_logs_give_the_same_bytes_and_a_begun_import_goes_on()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.Full);
        Import(folder);
        Import(folder, "again");
        Import(folder, "again");
        Assert.Equal(TemporaryFolder.Bytes(folder["store"]), TemporaryFolder.Bytes(folder["again"]));
    }

    [Theory]
    [InlineData("\"query_tensor\"", "\"query\"", "query_tensor or query_text is missing")]
    [InlineData("-0.25", "NaN", "is no JSON")]
    [InlineData("-0.25", "\"x\"", "rollout 0, logprobs[1]: is \"x\"; it must be a finite number")]
    [InlineData("-0.25", "1e99", "rollout 0, logprobs[1]: is 1e99; it must be a finite number")]
    [InlineData("50256", "1.5", "rollout 0, query_tensor[0]: is 1.5; it must be a whole number")]
    [InlineData("    -0.25,", "", "2 logprobs and 3 values; there must be as many of each")]
    [InlineData("[", "{\"a\": [", "is no JSON")]
    public void A_malformed_file_is_named_with_its_fault(string text, string by, string says)
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.Full);
        var file = Path.Combine(folder["logs"], "run-a", $"epoch-{TrlxLogs.Times[0]}.json");
        var old = File.ReadAllText(file);
        var at = old.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(file, old[..at] + by + old[(at + text.Length)..]);
        var message = Assert.Throws<StoreException>(() => Import(folder)).Message;
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_file_is_refused_wherever_it_is_cut()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, TrlxLogs.Full);
        var file = Path.Combine(folder["logs"], "run-a", $"epoch-{TrlxLogs.Times[2]}.json");
        var text = File.ReadAllText(file);
        for (var length = 0; length < text.Length; length += 97)
        {
            File.WriteAllText(file, text[..length]);
            Assert.StartsWith(file, Assert.Throws<StoreException>(() => Import(folder)).Message, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder["store"]));
    }

    [Fact]
    public void A_rollout_of_another_kind_a_run_without_configuration_and_names_without_time_are_refused()
    {
        using var folder = new TemporaryFolder();
        TrlxLogs.Write(folder["logs"], "run-a", 0, i => i == 7 ? TrlxLogs.TextOnly(i) : TrlxLogs.Full(i));
        Says("rollout 1: has query_tensor, response_tensor; the first rollout has logprobs");
        File.Move(Path.Combine(folder["logs"], "run-a", $"epoch-{TrlxLogs.Times[0]}.json"), Path.Combine(folder["logs"], "run-a", "epoch-last.json"));
        Says("has no time stamp in its name");
        File.Delete(Path.Combine(folder["logs"], "run-a", "config.json"));
        Says("config.json: is missing");
        Directory.Delete(Path.Combine(folder["logs"], "run-a"), recursive: true);
        Says("has no folder run-*");

        void Says(string fault) => Assert.Contains(fault, Assert.Throws<StoreException>(() => Import(folder)).Message, StringComparison.Ordinal);
    }
}
