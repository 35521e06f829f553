using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>A model's gradients side by side, one flat tensor for each type of element, so that few exchanges add them up over ranks.</summary>
sealed class FlatGradients : IDisposable
{
    const int BucketBytes = 4 << 20;    // an exchange at a time: long enough for the network's full speed
    const int Alignment = 16;           // elements: the optimiser's vectors may begin wherever a gradient does

    readonly Tensor[] parameters, places;
    readonly Flat[] flats;

    // All gradients of a type on the device, and on the host, where the buckets are parts
    sealed record Flat(Tensor Device, Tensor Host, Tensor[] Buckets);

    /// <summary>Room for the gradients of all parameters.</summary>
    /// <param name="model">The model, whose parameters stay those that they are.</param>
    /// <exception cref="ArgumentException">A parameter is neither float32 nor float64.</exception>
    public FlatGradients(nn.Module model)
    {
        Model = model;
        parameters = [.. Weight.Of(model).Select(pair => pair.Value)];
        places = new Tensor[parameters.Length];
        flats = [.. Enumerable.Range(0, parameters.Length).GroupBy(i => parameters[i].dtype).Select(Lay)];
    }

    /// <summary>Whose they are.</summary>
    public nn.Module Model { get; }

    /// <summary>Parameters.</summary>
    public int Count => parameters.Length;

    /// <summary>Copies the parameters' gradients here.</summary>
    /// <returns>For each parameter 1, or 0 if it has none.</returns>
    public double[] Gather()
    {
        using var frozen = no_grad();
        return [.. parameters.Select((parameter, i) =>
        {
            if (parameter.grad is not { } gradient)
            {
                places[i].zero_();
                return 0.0;
            }

            places[i].copy_(gradient);
            return 1;
        })];
    }

    /// <summary>Adds what was gathered up over the ranks, divides, and makes it the parameters' gradients.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="holders">For each parameter, how many ranks have a gradient of it; where none has, none is set.</param>
    /// <param name="divisor">What the sums are divided by.</param>
    public void Sum(ICollectives ranks, ReadOnlySpan<double> holders, double divisor)
    {
        using var frozen = no_grad();
        foreach (var flat in flats)
        {
            if (!ReferenceEquals(flat.Host, flat.Device)) flat.Host.copy_(flat.Device);
            foreach (var bucket in flat.Buckets) Add(ranks, bucket);
            if (!ReferenceEquals(flat.Host, flat.Device)) flat.Device.copy_(flat.Host);
            flat.Device.div_(divisor);
        }

        for (var i = 0; i < parameters.Length; i++) parameters[i].grad = holders[i] > 0 ? places[i] : null;
    }

    /// <summary>Adds a contiguous tensor of the host up over the ranks, in place.</summary>
    public static void Add(ICollectives ranks, Tensor values)
    {
        if (values.dtype == ScalarType.Float32) ranks.Sum(MemoryMarshal.Cast<byte, float>(values.bytes));
        else if (values.dtype == ScalarType.Float64) ranks.Sum(MemoryMarshal.Cast<byte, double>(values.bytes));
        else throw new ArgumentException($"numbers of type {values.dtype} cannot be added up over ranks; float32 and float64 can");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var place in places) place.Dispose();
        foreach (var flat in flats)
        {
            foreach (var bucket in flat.Buckets) bucket.Dispose();
            flat.Host.Dispose();
            flat.Device.Dispose();
        }
    }

    Flat Lay(IGrouping<ScalarType, int> group)
    {
        using var frozen = no_grad();
        var offsets = new Dictionary<int, long>();
        var length = 0L;
        foreach (var i in group)
        {
            offsets.Add(i, length);
            length += (parameters[i].numel() + Alignment - 1) / Alignment * Alignment;
        }

        var place = parameters[group.First()].device;
        var device = zeros(length, group.Key, place).DetachFromDisposeScope();
        var host = place.type == DeviceType.CPU ? device : zeros(length, group.Key).DetachFromDisposeScope();
        foreach (var (i, offset) in offsets)
            places[i] = device.narrow(0, offset, parameters[i].numel()).view(parameters[i].shape).DetachFromDisposeScope();
        var most = BucketBytes / host.element_size();
        return new Flat(device, host, [.. Enumerable.Range(0, (int)((length + most - 1) / most))
            .Select(k => host.narrow(0, k * most, Math.Min(most, length - k * most)).DetachFromDisposeScope())]);
    }
}
