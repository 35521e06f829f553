using System.Collections;

namespace TorchSharp.Modules;

/// <summary>The numbers below a count in a random order, another one in every pass; the same passes for the same seed.</summary>
internal sealed class Shuffler : IEnumerable<long>
{
    private readonly long count;
    private readonly ulong seed;
    private ulong passes;

    /// <param name="seed">Without one, the process's own stream gives it, so that torch.manual_seed decides the order.</param>
    internal Shuffler(long count, int? seed) => (this.count, this.seed) = (count, (ulong)(seed ?? DrawSeed()));

    public IEnumerator<long> GetEnumerator()
    {
        using var generator = new torch.Generator(seed + passes++);
        using var order = torch.randperm(count, generator: generator);
        return ((IEnumerable<long>)order.data<long>().ToArray()).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long DrawSeed()
    {
        using var seed = torch.randint(0, int.MaxValue, [1]);
        return seed.item<long>();
    }
}
