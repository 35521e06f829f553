using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class BatchQueueTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryUpdateGetsItsBatchInWhateverOrder(bool ahead)
    {
        using var queue = new BatchQueue(() => new Numbered(), steps: 10, ahead, CPU);
        foreach (var step in new long[] { 0, 1, 2, 7, 8, 3, 9 }) Assert.Equal(step, ((Numbered)queue.Take(step)).Step);
    }

    [Fact]
    public void TheNextBatchIsPreparedElsewhereWhileThisOneIsUsed()
    {
        using var started = new ManualResetEventSlim();
        using var queue = new BatchQueue(() => new Numbered { Preparing = step => { if (step == 1) started.Set(); } }, steps: 3, ahead: true, CPU);
        var first = (Numbered)queue.Take(0);
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, first.Step);
        Assert.NotSame(first, queue.Take(1));
    }

    [Fact]
    public void NothingIsPreparedAfterTheLastUpdate()
    {
        var prepared = 0;
        using (var queue = new BatchQueue(() => new Numbered { Preparing = _ => Interlocked.Increment(ref prepared) }, steps: 2, ahead: true, CPU))
            for (var step = 0; step < 2; step++) queue.Take(step);
        Assert.Equal(2, prepared);
    }

    [Fact]
    public void AFaultIsThrownWhereTheBatchIsTaken()
    {
        using var queue = new BatchQueue(() => new Numbered { Preparing = Fail }, steps: 3, ahead: true, CPU);
        queue.Take(0);
        Assert.Equal("the windows of update 1", Assert.Throws<InvalidDataException>(() => queue.Take(1)).Message);

        static void Fail(long step)
        {
            if (step == 1) throw new InvalidDataException("the windows of update 1");
        }
    }

    [Fact]
    public async Task DisposingWaitsForWhatIsBeingPrepared()
    {
        using var started = new ManualResetEventSlim();
        using var proceed = new ManualResetEventSlim();
        var finished = false;
        var queue = new BatchQueue(() => new Numbered { Preparing = Wait }, steps: 3, ahead: true, CPU);
        queue.Take(0);
        started.Wait();
        var disposing = Task.Run(queue.Dispose);
        Assert.False(disposing.IsCompleted);
        proceed.Set();
        await disposing;
        Assert.True(finished);

        void Wait(long step)
        {
            if (step == 0) return;
            started.Set();
            proceed.Wait();
            finished = true;
        }
    }

    sealed class Numbered : TrainingBatch
    {
        public long Step { get; private set; }

        public Action<long> Preparing { get; init; } = _ => { };

        public override void Prepare(long step)
        {
            Preparing(step);
            Step = step;
        }

        public override Loss Loss() => throw new InvalidOperationException("nothing is trained here");
    }
}
