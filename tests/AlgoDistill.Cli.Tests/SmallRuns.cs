namespace AlgoDistill.Cli.Tests;

/// <summary>A small store and a small trained run of each kind of model, made by commands.</summary>
public sealed class SmallRuns : IAsyncLifetime, IDisposable
{
    public static readonly string[] Size = ["--set", "Layers=1", "--set", "Width=16", "--set", "Batch=8"];

    readonly Folder folder = new();

    public string Store => folder["store"];

    public string Rl => folder["rl"];

    public string Lm => folder["lm"];

    public string this[string name] => folder[name];

    public async Task InitializeAsync()
    {
        await Cli.Done("generate", "bernoulli-bandit", "--algorithm", "ucb1", "--histories", "200", "--steps", "100", "--seed", "1", "--out", Store);
        await Cli.Done(["train", "rl", "--store", Store, "--out", Rl, "--steps", "20", .. Size]);
        await Cli.Done(["train", "lm", "--store", Store, "--out", Lm, "--steps", "20", .. Size]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();
}
