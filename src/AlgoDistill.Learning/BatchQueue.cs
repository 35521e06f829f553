namespace AlgoDistill.Learning;

/// <summary>Batches of consecutive updates; when it works ahead, the next one is prepared on another thread while the caller trains on this one.</summary>
/// <param name="create">Makes an empty batch.</param>
/// <param name="steps">Updates in all.</param>
/// <param name="ahead">Whether it works ahead.</param>
sealed class BatchQueue(Func<TrainingBatch> create, long steps, bool ahead) : IDisposable
{
    TrainingBatch current = create();
    TrainingBatch? next = ahead ? create() : null;
    (long Step, Task Work)? pending;

    /// <summary>The batch of update <paramref name="step"/> (from 0), to be used until the next call.</summary>
    /// <remarks>What preparing it throws on the other thread is thrown here.</remarks>
    public TrainingBatch Take(long step)
    {
        if (!ahead)
        {
            Fill(current, step);
            return current;
        }

        if (pending?.Step != step) Begin(step);     // the first update, or one that nobody expected
        Finish();
        (current, next) = (next!, current);
        if (step + 1 < steps) Begin(step + 1);
        return current;
    }

    /// <summary>Waits for what is being prepared, and frees the batches.</summary>
    public void Dispose()
    {
        Abandon();
        current.Dispose();
        next?.Dispose();
    }

    void Begin(long step)
    {
        Abandon();
        var batch = next!;
        pending = (step, Task.Run(() => Fill(batch, step)));
    }

    void Finish()
    {
        var work = pending!.Value.Work;
        pending = null;
        work.GetAwaiter().GetResult();
    }

    // Nobody asked for it, so its faults are nobody's
    void Abandon()
    {
        if (pending is { } unwanted) ((IAsyncResult)unwanted.Work).AsyncWaitHandle.WaitOne();
        pending = null;
    }

    static void Fill(TrainingBatch batch, long step)
    {
        batch.Prepare(step);
        batch.Upload();
    }
}
