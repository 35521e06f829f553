namespace AlgoDistill.Bench.Peers;

/// <summary>How a peer takes a step: AdamW with the decays of <see cref="Learning.AdamW"/>, after the gradients' norm is clipped.</summary>
interface IPeerOptimizer : IDisposable
{
    /// <summary>One update from the parameters' gradients.</summary>
    void Step();
}
