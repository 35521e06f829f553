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
    readonly PythonPeer process;

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
        process = new PythonPeer(python, script, "PyTorch", name == Passive ? [("OMP_WAIT_POLICY", "passive")] : []);
    }

    /// <summary>Which of <see cref="Names"/> it is.</summary>
    public string Name { get; }

    /// <summary>Makes a network and does some work that is not timed.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="observations">What it observes.</param>
    /// <param name="actions">What it chooses from.</param>
    /// <param name="threads">Threads of each operator, where the peer does not choose them itself.</param>
    /// <returns>Its number of parameters.</returns>
    public long Open(BenchSize size, Space.Discrete observations, Space.Discrete actions, int threads) => process.Ask(new JsonObject
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
    public double Seconds(int steps) => process.Seconds(new JsonObject { ["steps"] = steps });

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();
}
