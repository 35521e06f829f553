using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.GridWorlds;
using BenchmarkDotNet.Attributes;

namespace AlgoDistill.Bench.Micro;

/// <summary>A learning history in Dark Room; figures are for one step of one stream.</summary>
[MemoryDiagnoser]
public class GenerationBenchmarks
{
    const int Streams = 16, Steps = 1000;
    static readonly DarkRoom Tasks = new();
    TaskInstance[] goals = [];

    /// <summary>Chooses the goals.</summary>
    [GlobalSetup]
    public void SetUp() => goals = [.. Enumerable.Range(0, Streams).Select(Tasks.Split(0).Train.Cycle)];

    /// <summary>Uniformly random actions.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Streams * Steps)]
    public object UniformRandom() => Interaction.Run(Tasks, goals, new UniformRandom(), Steps, new Rng(1));

    /// <summary>Tabular Q-learning.</summary>
    [Benchmark(OperationsPerInvoke = Streams * Steps)]
    public object QLearning() => Interaction.Run(Tasks, goals, new QLearning(), Steps, new Rng(1));
}
