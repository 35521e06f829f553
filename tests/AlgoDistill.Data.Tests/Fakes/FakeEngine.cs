namespace AlgoDistill.Data.Tests;

/// <summary>Says that it computes with certain instructions, and computes nothing.</summary>
sealed record FakeEngine(string InstructionSet, int Threads = 1) : IComputeEngine
{
    public ComputeEnvironment Environment => new() { InstructionSet = InstructionSet, Engine = "fake 1.0", Threads = Threads, Processor = "none" };

    public IComputeEngine With(int threads) => this with { Threads = threads };

    public IDisposable Enter() => new MemoryStream();
}
