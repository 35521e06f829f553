namespace AlgoDistill;

/// <summary>The tensor library by which learners of neural networks compute, as far as recording and replaying them must know it.</summary>
public interface IComputeEngine
{
    /// <summary>What computes here, inside of <see cref="Enter"/>.</summary>
    ComputeEnvironment Environment { get; }

    /// <summary>The same engine with so many threads.</summary>
    /// <param name="threads">Threads, at least 1.</param>
    IComputeEngine With(int threads);

    /// <summary>Gives the library its threads on the calling thread, until the outermost of these is disposed of. Every thread on which an agent learns must enter.</summary>
    IDisposable Enter();
}
