using System.Runtime.ExceptionServices;

namespace AlgoDistill.Data;

/// <summary>Loops over all cores that throw what their bodies throw.</summary>
static class Cores
{
    /// <summary>Runs <paramref name="body"/> for every number from <paramref name="from"/> to <paramref name="to"/> − 1, in no order.</summary>
    /// <param name="from">First number.</param>
    /// <param name="to">Number after the last.</param>
    /// <param name="open">Makes what a worker keeps.</param>
    /// <param name="body">Gets a number and what its worker keeps.</param>
    public static void For<T>(int from, int to, Func<T> open, Action<int, T> body) where T : IDisposable =>
        Unwrapped(() => Parallel.For(from, to, open, (i, _, kept) =>
        {
            body(i, kept);
            return kept;
        }, kept => kept.Dispose()));

    /// <summary>As above, keeping nothing, with at most <paramref name="workers"/> at once.</summary>
    public static void For(int from, int to, int workers, Action<int> body, CancellationToken cancellation = default) =>
        Unwrapped(() => Parallel.For(from, to, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, body));

    static void Unwrapped(Action loop)
    {
        try
        {
            loop();
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }
}
