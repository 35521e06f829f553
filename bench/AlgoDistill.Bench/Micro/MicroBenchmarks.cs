using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace AlgoDistill.Bench.Micro;

/// <summary>The hot paths, measured by BenchmarkDotNet.</summary>
static class MicroBenchmarks
{
    /// <summary>Runs those that BenchmarkDotNet's arguments name, in this process: one built elsewhere would not find the native libraries.</summary>
    public static void Run(string[] arguments) => BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(arguments, DefaultConfig.Instance
        .AddJob(Job.Default.WithMaxIterationCount(20).WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(30), logOutput: true)))
        .WithArtifactsPath(Path.Combine("build", "benchmarks")));
}
