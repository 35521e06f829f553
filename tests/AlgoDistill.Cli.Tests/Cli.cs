using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AlgoDistill.Experiments;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // training uses all cores

namespace AlgoDistill.Cli.Tests;

/// <summary>What a command said and how it ended.</summary>
sealed record Said(int Code, string Out, string Error)
{
    public JsonNode Json => JsonNode.Parse(Out)!;

    public string[] Keys => [.. (Json is JsonArray rows ? rows[0]! : Json).AsObject().Select(pair => pair.Key)];
}

/// <summary>The command line, in this process or in one of its own.</summary>
static class Cli
{
    public static async Task<Said> Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, error);
        return new Said(code, output.ToString(), error.ToString());
    }

    public static async Task<Said> Done(params string[] arguments)
    {
        var said = await Run(arguments);
        Assert.True(said.Code == 0, $"{string.Join(' ', arguments)}: exit code {said.Code}\n{said.Error}");
        return said;
    }

    /// <summary>Fails with this code and one line that says why, and prints no result.</summary>
    public static async Task Refused(int code, string why, params string[] arguments)
    {
        var said = await Run(arguments);
        Assert.Equal(code, said.Code);
        var complaint = Assert.Single(said.Error.Split('\n'), line => line.StartsWith("algodistill: ", StringComparison.Ordinal));
        Assert.Contains(why, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
        Assert.Empty(said.Out);
    }

    /// <param name="arguments">What follows <c>algodistill</c>.</param>
    /// <param name="largestFile">Blocks of 1024 bytes that a file may grow to, as if the disk were full then.</param>
    /// <param name="environment">Variables to add.</param>
    public static Process Start(IEnumerable<string> arguments, int? largestFile = null, params (string Name, string Value)[] environment)
    {
        var limit = largestFile is { } blocks ? string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {blocks}; ") : "";
        // a suite that runs in a shell's background ignores Ctrl-C, and its children would too
        var start = new ProcessStartInfo("bash", ["-c", limit + "exec /usr/bin/env --default-signal=INT dotnet \"$@\"", "bash", Path.Combine(AppContext.BaseDirectory, "AlgoDistill.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // else the runtime itself needs a large file
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>A temporary folder.</summary>
sealed class Folder : IDisposable
{
    readonly string path = Directory.CreateTempSubdirectory("algodistill-").FullName;

    public string this[string name] => Path.Combine(path, name);

    public void Dispose() => Directory.Delete(path, recursive: true);
}

/// <summary>Shows nothing, and remembers what was said.</summary>
sealed class Silence : IMonitor
{
    public List<string> Lines { get; } = [];

    public void Say(string line) => Lines.Add(line);

    public T Watch<T>(string title, long total, Func<Action<long, string>, T> work) => work((_, _) => { });
}
