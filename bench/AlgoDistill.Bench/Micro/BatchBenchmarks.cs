using AlgoDistill.Data;
using AlgoDistill.Bench.Measures;
using AlgoDistill.Learning;
using AlgoDistill.Models.Rl;
using BenchmarkDotNet.Attributes;

namespace AlgoDistill.Bench.Micro;

/// <summary>What the host does before an update: windows drawn and copied, and turned into tokens.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks
{
    static readonly BenchSize Size = BenchSize.Small;
    HistoryWindows windows = null!;
    WindowBatch batch = null!;
    MultiHeadTransformer model = null!;
    RlBatch prepared = null!;
    long step;

    /// <summary>Makes the windows and the model.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        windows = BenchTraining.Windows(Size);
        batch = windows.Batch(0, Size.Batch);
        model = new(BenchTraining.Observations, BenchTraining.Actions, BenchTraining.Options(Size), new Rng(1));
        prepared = new RlObjective(model, windows, Size.Batch, new Rng(2)).CreateBatch(Share.Whole);
    }

    /// <summary>Frees the model.</summary>
    [GlobalCleanup]
    public void CleanUp()
    {
        prepared.Dispose();
        model.Dispose();
    }

    /// <summary>Windows alone, into the same arrays.</summary>
    [Benchmark]
    public void Windows() => windows.Batch(step++, Size.Batch, batch);

    /// <summary>Windows, tokens and targets.</summary>
    [Benchmark]
    public void Prepare() => prepared.Prepare(step++);
}
