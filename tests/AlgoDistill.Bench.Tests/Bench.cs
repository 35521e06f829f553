using System.Text.Json.Nodes;
using AlgoDistill.Bench.Commands;
using AlgoDistill.Experiments;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // training uses all cores

namespace AlgoDistill.Bench.Tests;

/// <summary>Commands of <c>algodistill bench</c>, in this process.</summary>
static class Bench
{
    /// <summary>The rows that a command prints as JSON.</summary>
    public static async Task<JsonArray> Rows(params string[] arguments)
    {
        var (code, output, error) = await Run([.. arguments, "--json"]);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: exit code {code}\n{error}");
        return JsonNode.Parse(output)!.AsArray();
    }

    public static async Task<(int Code, string Out, string Error)> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await BenchCommandLine.RunAsync([BenchCommandLine.Name, .. arguments], output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>A command fails with this code and one line that says why, and prints no result.</summary>
    public static async Task Refused(int code, string why, params string[] arguments)
    {
        var said = await Run(arguments);
        Assert.Equal(code, said.Code);
        Assert.Contains(why, Assert.Single(said.Error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(said.Out);
    }

    public static IEnumerable<string> Keys(JsonNode? row) => row!.AsObject().Select(pair => pair.Key);
}

/// <summary>Shows nothing.</summary>
sealed class Silence : IMonitor
{
    public void Say(string line) { }

    public T Watch<T>(string title, long total, Func<Action<long, string>, T> work) => work((_, _) => { });
}
