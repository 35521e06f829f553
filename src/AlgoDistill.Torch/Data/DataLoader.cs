using System.Collections;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>
/// A data set in batches, in order or shuffled anew in every pass. A batch lives until the next one is asked for;
/// <c>num_worker</c> is accepted and examples are read by the calling thread.
/// </summary>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    private readonly Dataset<T> dataset;
    private readonly int batchSize;
    private readonly Func<IEnumerable<T>, Device, S> collate;
    private readonly IEnumerable<long> order;
    private readonly Device device;
    private readonly bool dropLast, disposeBatch, disposeDataset;

    /// <param name="shuffler">The order of the examples; enumerated once in every pass.</param>
    public DataLoader(Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        (this.dataset, this.batchSize, collate, order) = (dataset, batchSize, collate_fn, shuffler);
        (this.device, dropLast, this.disposeBatch, this.disposeDataset) = (device ?? CPU, drop_last, disposeBatch, disposeDataset);
    }

    public DataLoader(Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? new Shuffler(dataset.Count, seed) : InOrder(dataset.Count), device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>How many batches a pass has.</summary>
    public long Count => dropLast ? dataset.Count / batchSize : (dataset.Count + batchSize - 1) / batchSize;

    public IEnumerator<S> GetEnumerator()
    {
        foreach (var indices in order.Chunk(batchSize))
        {
            if (dropLast && indices.Length < batchSize) yield break;
            var (batch, made) = Load(indices);
            yield return batch;
            if (!disposeBatch) continue;
            foreach (var tensor in made) tensor.Dispose();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // What the collation leaves in its scope is the batch's; the examples are disposed here.
    private (S Batch, IReadOnlyList<IDisposable> Made) Load(long[] indices)
    {
        using var examples = NewDisposeScope();
        T[] items = [.. indices.Select(dataset.GetTensor)];
        using var collation = NewDisposeScope();
        var batch = collate(items, device);
        var made = collation.DisposablesView;
        collation.Detach(made);
        return (batch, made);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && disposeDataset) dataset.Dispose();
    }

    private static IEnumerable<long> InOrder(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }
}

/// <summary>Batches of named tensors.</summary>
public sealed class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    public DataLoader(Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public DataLoader(Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset) { }

    private static Dictionary<string, Tensor> Collate(IEnumerable<Dictionary<string, Tensor>> examples, Device device) =>
        examples.First().Keys.ToDictionary(key => key, key => Collation.Stack(examples.Select(example => example[key]), device));
}

/// <summary>Batches of several tensors.</summary>
public sealed class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
{
    public IterableDataLoader(IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset) { }

    public IterableDataLoader(IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset) { }

    private static IList<Tensor> Collate(IEnumerable<IList<Tensor>> examples, Device device) =>
        [.. Enumerable.Range(0, examples.First().Count).Select(i => Collation.Stack(examples.Select(example => example[i]), device))];
}

internal static class Collation
{
    internal static Tensor Stack(IEnumerable<Tensor> tensors, Device device)
    {
        using var scope = NewDisposeScope();
        return stack(tensors).to(device).MoveToOuterDisposeScope();
    }
}
