#if TORCHSHARP
using TorchSharp;
using static TorchSharp.torch;

// What AlgoDistill.Torch has beside TorchSharp's API, as far as this project asks for it, on the official package, which has none of it.
namespace AlgoDistill.Torch;

/// <summary>Operators called by name: none exists, so that plain ones are taken.</summary>
static class Operators
{
    public static bool Exists(string name) => false;

    public static Tensor Call(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static (Tensor First, Tensor Second) CallPair(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static Tensor[] CallMany(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static Scalar CallScalar(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    public static void Run(string name, params ReadOnlySpan<Value> arguments) => throw Missing(name);

    static NotSupportedException Missing(string name) => new($"the official TorchSharp package has no {name}");
}

/// <summary>An argument of an operator.</summary>
readonly struct Value
{
    public static Value None => default;
    public static Value List(IReadOnlyList<Tensor> tensors) => default;
    public static implicit operator Value(Tensor? tensor) => default;
    public static implicit operator Value(Tensor[] tensors) => default;
    public static implicit operator Value(long value) => default;
    public static implicit operator Value(double[] items) => default;
    public static implicit operator Value(double value) => default;
    public static implicit operator Value(bool value) => default;
    public static implicit operator Value(Scalar scalar) => default;
}

/// <summary>A step that is computed anew every time.</summary>
sealed class CudaGraph(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> function, Device device) : IDisposable
{
    public string EagerReason => $"the official TorchSharp package records no graphs on {device}";

    public IReadOnlyList<Tensor> Run(params IReadOnlyList<Tensor> inputs) => function(inputs);

    public void Dispose() { }
}

/// <summary>The device's only queue of work, in which all is done in order.</summary>
sealed class CudaStream(Device device) : IDisposable
{
    public static CudaStream Current(Device device) => new(device);

    public Device Device => device;

    public IDisposable Use() => this;

    public void Dispose() { }
}

/// <summary>A place in the only queue, which all later work comes after by itself.</summary>
sealed class CudaEvent(CudaStream stream) : IDisposable
{
    public void Block(CudaStream later)
    {
        if (!stream.Device.Equals(later.Device)) throw new NotSupportedException("the official TorchSharp package has no events between devices");
    }

    public void Dispose() { }
}

/// <summary>Mixed precision, which the official package has not.</summary>
sealed class Autocast : IDisposable
{
    public static bool IsEnabled(DeviceType device) => false;

    public Autocast(DeviceType device) => throw new NotSupportedException($"the official TorchSharp package has no mixed precision on {device}; train in float32");

    public void Dispose() { }
}

/// <summary>What moves tensors between processes.</summary>
enum Collectives { Gloo, Nccl }

/// <summary>Never raised: no group forms.</summary>
sealed class ProcessGroupException(string message) : Exception(message);

/// <summary>Processes that compute together: none can.</summary>
sealed class ProcessGroup : IDisposable
{
    public ProcessGroup(Collectives collectives, string host, int port, int rank, int size, TimeSpan? join = null, TimeSpan? patience = null) =>
        throw new NotSupportedException($"the official TorchSharp package has no {collectives}; train in one process");

    public int Rank => 0;

    public int Size => 1;

    public void AllReduce(Tensor tensor) { }

    public void Broadcast(Tensor tensor, int root) { }

    public void Barrier() { }

    public void Fail(string reason) { }

    public void Dispose() { }
}

/// <summary>Gradients of several processes: there are none.</summary>
sealed class Reducer(ProcessGroup group, IReadOnlyList<Tensor> parameters, int numbers) : IDisposable
{
    public void Start(Tensor numbers) { }

    public Tensor Finish() => throw new NotSupportedException($"{parameters.Count} gradients and {numbers} numbers of {group.Size} processes cannot be added up");

    public void Dispose() { }
}
#endif
