namespace TorchSharp;

public static partial class torch
{
    public static class utils
    {
        public static partial class data
        {
            /// <summary>Examples by number.</summary>
            public abstract class Dataset<T> : IDisposable
            {
                public abstract long Count { get; }

                public abstract T GetTensor(long index);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected virtual void Dispose(bool disposing) { }
            }

            /// <summary>Examples of named tensors.</summary>
            public abstract class Dataset : Dataset<Dictionary<string, Tensor>>;

            /// <summary>Examples of several tensors.</summary>
            public abstract class IterableDataset : Dataset<IList<Tensor>>;

            /// <summary>The rows of tensors that have equally many.</summary>
            public static TensorDataset TensorDataset(params Tensor[] tensors) => new(tensors);

            public static Modules.DataLoader DataLoader(Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last);

            public static Modules.DataLoader DataLoader(Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last);

            public static Modules.IterableDataLoader DataLoader(IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false) =>
                new(dataset, batchSize, shuffler, device, num_worker, drop_last);

            public static Modules.IterableDataLoader DataLoader(IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false) =>
                new(dataset, batchSize, shuffle, device, seed, num_worker, drop_last);
        }
    }
}

/// <summary>The rows of tensors that have equally many.</summary>
public sealed class TensorDataset : torch.utils.data.IterableDataset
{
    private readonly torch.Tensor[] tensors;

    internal TensorDataset(torch.Tensor[] tensors)
    {
        if (tensors.Length == 0 || tensors.Any(tensor => tensor.size(0) != tensors[0].size(0)))
            throw new ArgumentException("a data set needs tensors of equally many rows", nameof(tensors));
        this.tensors = [.. tensors.Select(tensor => tensor.alias().DetachFromDisposeScope())];
    }

    public override long Count => tensors[0].size(0);

    public override IList<torch.Tensor> GetTensor(long index) => [.. tensors.Select(tensor => tensor[index])];

    protected override void Dispose(bool disposing)
    {
        foreach (var tensor in tensors) tensor.Dispose();
        base.Dispose(disposing);
    }
}
