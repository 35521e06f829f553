using AlgoDistill.Kernels.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>
/// Batches of consecutive updates. When it works ahead, the next one is prepared on another thread while the caller trains on this one;
/// to a CUDA device it is copied in a stream of its own, where <see cref="CudaSwitches.Streams"/> is on, and else in the default one.
/// </summary>
sealed class BatchQueue : IDisposable
{
    readonly long steps;
    readonly CudaStream? side;
    TrainingBatch current;
    TrainingBatch? next;
    (long Step, Task<CudaEvent?> Work)? pending;

    /// <summary>A queue at no update.</summary>
    /// <param name="create">Makes an empty batch.</param>
    /// <param name="steps">Updates in all.</param>
    /// <param name="ahead">Whether it works ahead.</param>
    /// <param name="device">Where the batches are read.</param>
    public BatchQueue(Func<TrainingBatch> create, long steps, bool ahead, Device device)
    {
        this.steps = steps;
        if (CudaSwitches.Streams && device.type == DeviceType.CUDA) side = new CudaStream(device);
        using var turn = side?.Use();
        current = create();
        if (ahead) next = create();
    }

    /// <summary>The batch of update <paramref name="step"/> (from 0), to be used until the next call.</summary>
    /// <remarks>What preparing it throws on the other thread is thrown here.</remarks>
    public TrainingBatch Take(long step)
    {
        if (next is null)
        {
            Await(Fill(current, step));
            return current;
        }

        if (pending?.Step != step) Begin(step);     // the first update, or one that nobody expected
        var work = pending!.Value.Work;
        pending = null;
        Await(work.GetAwaiter().GetResult());
        (current, next) = (next, current);
        if (step + 1 < steps) Begin(step + 1);
        return current;
    }

    /// <summary>Waits for what is being prepared, and frees the batches.</summary>
    public void Dispose()
    {
        Abandon();
        current.Dispose();
        next?.Dispose();
        side?.Dispose();
    }

    void Begin(long step)
    {
        Abandon();
        var batch = next!;
        pending = (step, Task.Run(() => Fill(batch, step)));
    }

    // Nobody asked for it, so its faults are nobody's
    void Abandon()
    {
        if (pending is not { } unwanted) return;
        ((IAsyncResult)unwanted.Work).AsyncWaitHandle.WaitOne();
        if (unwanted.Work.IsCompletedSuccessfully) unwanted.Work.Result?.Dispose();
        pending = null;
    }

    // Memory too is taken in the side stream: what another stream has freed may still be in use there
    CudaEvent? Fill(TrainingBatch batch, long step)
    {
        using var turn = side?.Use();
        batch.Prepare(step);
        batch.Upload();
        return side?.Record();
    }

    static void Await(CudaEvent? arrival)
    {
        if (arrival is null) return;
        using (arrival) arrival.BlockCurrent();
    }
}
