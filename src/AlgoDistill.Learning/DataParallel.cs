using AlgoDistill.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>The processes cannot go on together: one has died, failed or not come, which the message says.</summary>
/// <param name="message">What happened.</param>
/// <param name="inner">The engine's report.</param>
public sealed class LostRankException(string message, Exception inner) : IOException(message, inner);

/// <summary>
/// Processes that train one model together: each computes the gradient of its own windows, and all take the step of the joint batch. The
/// joint loss is the mean of the ranks' losses, each weighted by how much it is a mean over.
/// </summary>
/// <remarks>
/// Every rank must call the same methods in the same order. When a rank dies or fails, those of the others throw a
/// <see cref="LostRankException"/> that names it.
/// </remarks>
public sealed class DataParallel : IDisposable
{
    readonly ProcessGroup group;
    Reducer? reducer;

    /// <summary>Joins the other ranks, and waits until all are there.</summary>
    /// <param name="place">Where they meet.</param>
    /// <param name="device">Where the model is trained: on CUDA devices NCCL moves the gradients, else Gloo.</param>
    /// <param name="join">How long to wait for the others.</param>
    /// <param name="patience">How long a rank may show no sign of life.</param>
    /// <exception cref="LostRankException">A rank did not come, or this build has no such collectives.</exception>
    public DataParallel(Rendezvous place, Device device, TimeSpan? join = null, TimeSpan? patience = null)
    {
        Device = device;
        var collectives = device.type == DeviceType.CUDA ? Collectives.Nccl : Collectives.Gloo;
        group = Ask(() => new ProcessGroup(collectives, place.Host, place.Port, place.Rank, place.Size, join, patience));
    }

    /// <summary>Number of this process, from 0.</summary>
    public int Rank => group.Rank;

    /// <summary>Processes.</summary>
    public int Size => group.Size;

    /// <summary>Where this process trains.</summary>
    public Device Device { get; }

    /// <summary>The part of each update's windows that this process takes.</summary>
    public Share Share => new(Rank, Size);

    /// <summary>Whether this is the process that logs and saves.</summary>
    public bool Leads => Rank == 0;

    /// <summary>Gives every rank the parameters of rank 0.</summary>
    public void Synchronize(nn.Module model)
    {
        using var frozen = no_grad();
        foreach (var (_, value) in Weight.Of(model)) Ask(() => group.Broadcast(value, root: 0));
    }

    /// <summary>The number that rank 0 gives, on every rank.</summary>
    public double Decide(double mine)
    {
        using var scope = NewDisposeScope();
        var answer = tensor([mine], device: Device);
        Ask(() => group.Broadcast(answer, root: 0));
        return answer.item<double>();
    }

    /// <summary>Adds a contiguous tensor up over the ranks, in place.</summary>
    public void Sum(Tensor values) => Ask(() => group.AllReduce(values));

    /// <summary>Waits until every rank is here.</summary>
    public void Barrier() => Ask(group.Barrier);

    /// <summary>Tells the other ranks why this one fails. Always false, for a filter of exceptions.</summary>
    public bool Fail(Exception error)
    {
        group.Fail(error.Message);
        return false;
    }

    /// <summary>Runs backward; the parameters' gradients become those of the joint batch.</summary>
    /// <param name="model">The model; the same one at each call.</param>
    /// <param name="batch">This rank's windows.</param>
    /// <param name="loss">Their loss.</param>
    /// <param name="stop">Whether this rank wants to stop after this update.</param>
    /// <returns>
    /// Float64 (heads + 3) on the device: the joint total loss, the joint loss of each head, the tokens of the joint batch, and how many
    /// ranks want to stop.
    /// </returns>
    public Tensor Backward(nn.Module model, TrainingBatch batch, Loss loss, bool stop)
    {
        var losses = loss.Heads.Count + 1;
        reducer ??= new Reducer(group, [.. Weight.Of(model).Select(pair => pair.Value)], losses + 3);
        var scale = tensor((float)batch.Weight, dtype: loss.Total.dtype, device: Device);
        using (no_grad())
        {
            var scaled = stack([loss.Total, .. loss.Heads.Select(head => head.Value)]) * scale;
            reducer.Start(cat([scale.view(1), scaled, tensor(new double[] { batch.TokenCount, stop ? 1 : 0 }, dtype: scaled.dtype, device: Device)]));
        }

        loss.Total.backward([scale]);
        using var frozen = no_grad();
        var sums = Ask(reducer.Finish).to(ScalarType.Float64);
        return cat([sums.narrow(0, 1, losses) / sums[0], sums.narrow(0, losses + 1, 2)]);
    }

    /// <summary>Leaves the others.</summary>
    public void Dispose()
    {
        reducer?.Dispose();
        group.Dispose();
    }

    static void Ask(Action call) => Ask(() =>
    {
        call();
        return true;
    });

    static T Ask<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (ProcessGroupException error)
        {
            throw new LostRankException(error.Message, error);
        }
    }
}
