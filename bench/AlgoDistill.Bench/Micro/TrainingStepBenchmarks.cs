using AlgoDistill.Bench.Measures;
using BenchmarkDotNet.Attributes;

namespace AlgoDistill.Bench.Micro;

/// <summary>One update of a multi-head transformer, its batch included.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    BenchTraining training = null!;

    /// <summary>Names of the sizes.</summary>
    public static IEnumerable<string> Sizes => BenchSize.All.Select(size => size.Name);

    /// <summary>Name of the size.</summary>
    [ParamsSource(nameof(Sizes))]
    public string Size { get; set; } = "";

    /// <summary>Whether the next batch is prepared on another thread meanwhile.</summary>
    [Params(false, true)]
    public bool Ahead { get; set; }

    /// <summary>Makes the model.</summary>
    [GlobalSetup]
    public void SetUp() => training = new BenchTraining(BenchSize.All.First(size => size.Name == Size), Ahead);

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void CleanUp() => training.Dispose();

    /// <summary>One update.</summary>
    /// <returns>The loss.</returns>
    [Benchmark]
    public double Update() => training.Update();
}
