namespace AlgoDistill.Kernels.Cuda;

/// <summary>Work that a stream was given while the driver recorded it instead of doing it, ready to be done again and again.</summary>
sealed unsafe class Recording : IDisposable
{
    readonly CudaDevice device;
    nint executable;

    /// <summary>Records what <paramref name="work"/> gives the stream, which is the calling thread's current one meanwhile.</summary>
    /// <exception cref="CudaException">The driver refuses, as the work cannot be recorded.</exception>
    public Recording(CudaDevice device, CudaStream stream, Action work)
    {
        this.device = device;
        device.Enter();
        using var turn = stream.Use();
        Driver.Check(Driver.BeginCapture(stream.Handle, Driver.Relaxed), "cuStreamBeginCapture");
        nint graph = 0;
        var (ended, whole) = (0, false);
        try
        {
            work();
            whole = true;
        }
        finally
        {
            ended = Driver.EndCapture(stream.Handle, &graph);
            if (!whole && graph != 0) _ = Driver.DestroyGraph(graph);       // the work's own exception is what the caller hears of
        }

        Driver.Check(ended, "cuStreamEndCapture");
        Instantiate(graph);
    }

    /// <summary>Queues the work in a stream.</summary>
    public void Launch(nint stream)
    {
        device.Enter();
        Driver.Check(Driver.LaunchGraph(executable, stream), "cuGraphLaunch");
    }

    /// <summary>Waits for what the default stream was given, and forgets the work.</summary>
    public void Dispose()
    {
        var old = Interlocked.Exchange(ref executable, 0);
        if (old == 0) return;
        device.Enter();
        Driver.Check(Driver.SynchronizeStream(0), "cuStreamSynchronize");
        Driver.Check(Driver.DestroyExecutable(old), "cuGraphExecDestroy");
    }

    void Instantiate(nint graph)
    {
        int status;
        fixed (nint* result = &executable) status = Driver.Instantiate(result, graph, 0);
        _ = Driver.DestroyGraph(graph);
        Driver.Check(status, "cuGraphInstantiate");
    }
}
