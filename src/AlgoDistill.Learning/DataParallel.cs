using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// Processes that train one model together: each computes the gradient of its own windows, and all take the step of the joint batch. The
/// joint loss is the mean of the ranks' losses, each weighted by how much it is a mean over.
/// </summary>
/// <remarks>
/// Every rank must call the same methods in the same order. What is exchanged goes through the host's memory, also from accelerators.
/// </remarks>
/// <param name="ranks">The processes, which stay the caller's.</param>
/// <param name="device">Where this one trains.</param>
public sealed class DataParallel(ICollectives ranks, Device device) : IDisposable
{
    FlatGradients? gradients;

    /// <summary>Number of this process, from 0.</summary>
    public int Rank => ranks.Rank;

    /// <summary>Processes.</summary>
    public int Size => ranks.Size;

    /// <summary>Where this process trains.</summary>
    public Device Device => device;

    /// <summary>The part of each update's windows that this process takes.</summary>
    public Share Share => new(Rank, Size);

    /// <summary>Whether this is the process that logs and saves.</summary>
    public bool Leads => Rank == 0;

    /// <summary>Gives every rank the parameters of rank 0.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    public void Synchronize(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        ranks.Barrier();
        foreach (var (_, value) in Weight.Of(model))
        {
            var host = value.cpu().contiguous();
            ranks.Broadcast(host.bytes);
            value.copy_(host);
        }
    }

    /// <summary>The number that rank 0 gives, on every rank.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    public double Decide(double mine)
    {
        ranks.Barrier();
        ranks.Broadcast(MemoryMarshal.AsBytes(new Span<double>(ref mine)));
        return mine;
    }

    /// <summary>Adds a contiguous tensor of the host, float32 or float64, up over the ranks, in place.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    public void Sum(Tensor values) => FlatGradients.Add(ranks, values);

    /// <summary>Waits until every rank is here.</summary>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    public void Barrier() => ranks.Barrier();

    /// <summary>Runs backward; the parameters' gradients become those of the joint batch.</summary>
    /// <param name="model">The model; room for its gradients is kept for the next call.</param>
    /// <param name="batch">This rank's windows.</param>
    /// <param name="loss">Their loss.</param>
    /// <param name="stop">Whether this rank wants to stop after this update.</param>
    /// <returns>
    /// Float64 (heads + 3) on the device: the joint total loss, the joint loss of each head, the tokens of the joint batch, and how many
    /// ranks want to stop.
    /// </returns>
    /// <exception cref="LostRankException">The exchange has failed.</exception>
    public Tensor Backward(nn.Module model, TrainingBatch batch, Loss loss, bool stop)
    {
        loss.Total.backward([tensor((float)batch.Weight, dtype: loss.Total.dtype, device: device)]);
        if (gradients?.Model != model)
        {
            gradients?.Dispose();
            gradients = new FlatGradients(model);
        }

        var losses = Values(loss);
        double[] numbers = [batch.Weight, batch.TokenCount, stop ? 1 : 0, .. losses.Select(value => value * batch.Weight), .. gradients.Gather()];
        ranks.Barrier();    // who comes first waits here, where that takes no core from the others
        ranks.Sum(numbers);
        var weight = numbers[0];
        var joint = numbers.AsSpan(3, losses.Length);
        gradients.Sum(ranks, numbers.AsSpan(3 + losses.Length), weight);
        foreach (ref var value in joint) value /= weight;
        return tensor([.. joint, numbers[1], numbers[2]], device: device);
    }

    /// <inheritdoc/>
    public void Dispose() => gradients?.Dispose();

    static double[] Values(Loss loss)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return stack([loss.Total, .. loss.Heads.Select(head => head.Value)]).to(ScalarType.Float64).cpu().data<double>().ToArray();
    }
}
