namespace TorchSharp.Modules;

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
