using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AlgoDistill.Experiments.Bench;

/// <summary>
/// The same network in PyTorch eager, in a Python process that is asked for updates or steps line by line: <c>pytorch</c> with as many threads as this
/// library, its environment as installed; <c>pytorch-passive</c> the same with OpenMP's threads asleep while they wait, which few users set
/// and which helps it where OpenBLAS has threads of its own; <c>pytorch-default</c> with the threads that it chooses itself.
/// </summary>
public sealed class PyTorchPeer : IDisposable
{
    const string Passive = "pytorch-passive", Default = "pytorch-default";
    readonly Process process;

    /// <summary>The peers.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pytorch", Passive, Default];

    /// <summary>Starts the process.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="python">The Python that has PyTorch, such as <c>/usr/bin/python3</c> with Debian's <c>python3-torch</c>.</param>
    /// <param name="script">What it does: a script of <c>bench/peers</c> that is driven line by line.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public PyTorchPeer(string name, string python, string script = "pytorch_train.py")
    {
        Name = name;
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var own in (string[])["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"]) start.Environment.Remove(own); // this process's settings are not the peer's
        if (name == Passive) start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.ArgumentList.Add(Assets.Find($"bench/peers/{script}", $"ALGODISTILL_{Path.GetFileNameWithoutExtension(script).ToUpperInvariant()}"));
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"{python} cannot be started: {error.Message}; --python names the Python that has PyTorch", error);
        }
    }

    /// <summary>Which of <see cref="Names"/> it is.</summary>
    public string Name { get; }

    /// <summary>Makes a network and does some work that is not timed.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="observations">What it observes.</param>
    /// <param name="actions">What it chooses from.</param>
    /// <param name="threads">Threads of each operator, where the peer does not choose them itself.</param>
    /// <returns>Its number of parameters.</returns>
    public long Open(BenchSize size, Space.Discrete observations, Space.Discrete actions, int threads) => Ask(new JsonObject
    {
        ["open"] = new JsonObject
        {
            ["layers"] = size.Layers,
            ["width"] = size.Width,
            ["heads"] = size.Heads,
            ["context"] = size.Context,
            ["batch"] = size.Batch,
            ["observations"] = new JsonArray(observations.Count, observations.Size),
            ["actions"] = new JsonArray(actions.Count, actions.Size),
            ["threads"] = Name == Default ? null : threads,
        },
    })["parameters"]!.GetValue<long>();

    /// <summary>Seconds that <paramref name="steps"/> updates or acting steps take.</summary>
    public double Seconds(int steps) => Ask(new JsonObject { ["steps"] = steps })["seconds"]!.GetValue<double>();

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Dispose();
        process.WaitForExit();
        process.Dispose();
    }

    JsonNode Ask(JsonObject request)
    {
        process.StandardInput.WriteLine(request.ToJsonString());
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() is { } answer ? JsonNode.Parse(answer)!
            : throw new IOException($"the PyTorch peer stopped: {process.StandardError.ReadToEnd().Trim().Split('\n')[^1]}; --python names the Python that has PyTorch");
    }
}
