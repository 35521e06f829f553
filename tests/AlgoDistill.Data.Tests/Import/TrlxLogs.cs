using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Tests.Import;

/// <summary>Writes rollout logs as trlX does.</summary>
static class TrlxLogs
{
    // As text the second would come first, and as a float the last two would be the same
    public static readonly string[] Times = ["999999999.75", "1670000000.5", "1670000001.1234567", "1670000001.1234568"];

    public const int Rollouts = 3;

    /// <summary>A run; <paramref name="first"/> counts its rollouts on, so that each is told by its tokens.</summary>
    public static void Write(string folder, string name, int first, Func<int, JsonObject> rollout, int secondsLater = 0)
    {
        var run = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        File.WriteAllText(Path.Combine(run, "config.json"), """{"method": {"name": "ppoconfig", "init_kl_coef": 0.05}, "train": {"checkpoint_dir": "/home/someone/ckpts", "seed": 1000}}""");
        foreach (var (epoch, time) in Times.Index())
        {
            var rollouts = new JsonArray([.. Enumerable.Range(0, Rollouts).Select(i => rollout(first + epoch * Rollouts + i))]);
            var (seconds, fraction) = (time.Split('.')[0], time.Split('.')[1]);
            File.WriteAllText(Path.Combine(run, $"epoch-{long.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) + secondsLater}.{fraction}.json"), rollouts.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        }
    }

    /// <summary>What PPO's storage exports when all is wanted.</summary>
    public static JsonObject Full(int i) => new()
    {
        ["query_tensor"] = new JsonArray(50256, i),
        ["response_tensor"] = new JsonArray(i, i + 1, 50256),
        ["logprobs"] = new JsonArray(-0.5, -0.25, -i / 8.0),
        ["values"] = new JsonArray(0.5, 0.25, 0.125),
        ["rewards"] = new JsonArray(-0.125, 0, 0.25 + i),
    };

    /// <summary>The same after it was decoded.</summary>
    public static JsonObject Decoded(int i)
    {
        var rollout = Full(i);
        rollout["query_text"] = $"prompt {i}";
        rollout["response_text"] = $" and what follows prompt {i}\n";
        return rollout;
    }

    /// <summary>What it exports when the text alone is wanted: tokens.</summary>
    public static JsonObject TextOnly(int i) => new() { ["query_tensor"] = new JsonArray(50256, i), ["response_tensor"] = new JsonArray(i, i + 1, 50256) };
}
