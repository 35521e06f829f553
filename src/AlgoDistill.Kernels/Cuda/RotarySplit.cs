using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels.Cuda;

/// <summary>Queries, keys and values of attention out of what one linear layer gives, turned by their position, in one pass over memory.</summary>
public static unsafe class RotarySplit
{
    static readonly CudaKernel ForwardKernel = new("rotary_split", "rotary_split.cu"), BackwardKernel = new("rotary_split_backward", "rotary_split.cu");

    /// <summary>Queries and keys turned, pairing i with i + size / 2, and values as a view of <paramref name="qkv"/>.</summary>
    /// <param name="qkv">Queries, keys and values side by side, (B, T, 3C), float32 or bfloat16 on CUDA.</param>
    /// <param name="heads">Heads H, of size C / H, which is even.</param>
    /// <param name="cosine">(T, size), float32 on the same device; each angle twice, for i and for i + size / 2, where the second half is read.</param>
    /// <param name="sine">As <paramref name="cosine"/>; the sine of the first half is negative.</param>
    /// <returns>(B, H, T, size) each.</returns>
    /// <exception cref="ArgumentException">The shapes, types or devices do not fit.</exception>
    /// <exception cref="CudaException">The kernel cannot be compiled or launched.</exception>
    public static (Tensor Query, Tensor Key, Tensor Value) Apply(Tensor qkv, int heads, Tensor cosine, Tensor sine)
    {
        var shape = qkv.shape;
        Gradients.Require(qkv.device_type == DeviceType.CUDA && shape.Length == 3 && CudaKernel.HasName(qkv.dtype) && heads > 0 && shape[2] % (6 * heads) == 0,
            $"qkv must be (batch, time, 3 · width) of float32 or bfloat16 on CUDA, the width a multiple of {2 * heads}; got {Gradients.Shape(qkv)}");
        var call = new Call(shape[0], shape[1], heads, shape[2] / 3 / heads);
        foreach (var table in (ReadOnlySpan<Tensor>)[cosine, sine])
            Gradients.Require(table.shape.AsSpan().SequenceEqual([call.Time, call.Size]) && table.dtype == ScalarType.Float32 && table.device == qkv.device,
                $"the tables must be ({call.Time}, {call.Size}) of Float32 on the device of qkv; got {Gradients.Shape(table)}");
        Tensor[] parts;
        var (all, cosines, sines) = (Gradients.Contiguous(qkv), Gradients.Contiguous(cosine), Gradients.Contiguous(sine));
        using (no_grad()) parts = Forward(all, call, cosines, sines);
        if (Gradients.Wanted(qkv))
        {
            _ = BackwardKernel.Prepare(Definitions(qkv.dtype, call.Lanes(qkv.dtype, aligned: true)), qkv);      // what is wrong with it is raised here
            GradientNode.Attach([qkv], parts, [cosines, sines], (saved, gradients) => Backward(saved, call, gradients));
        }

        return (parts[0], parts[1], parts[2]);
    }

    sealed record Call(long Batch, long Time, long Heads, long Size)
    {
        public long Tokens => Batch * Time;

        // elements of a pack: what 16 bytes hold where all addresses allow it, else one
        public long Lanes(ScalarType type, bool aligned) => aligned && Size / 2 % PackOf(type) == 0 ? PackOf(type) : 1;

        public static long PackOf(ScalarType type) => type == ScalarType.Float32 ? 4 : 8;

        public long Threads(long parts, long lanes) => Math.Min(256, CudaKernel.RoundUp(Math.Max(1, parts * Heads * (Size / 2 / lanes)), CudaKernel.Warp));
    }

    // As the struct of that name in the kernel: strides in elements, that of the last dimension is 1
    readonly record struct Gradient(nint Data, long Batch, long Head, long Time);

    static string Definitions(ScalarType type, long lanes) => CudaKernel.Define("VALUE", CudaKernel.NameOf(type)) + CudaKernel.Define("LANES", lanes);

    // All contiguous
    static Tensor[] Forward(Tensor qkv, Call call, Tensor cosine, Tensor sine)
    {
        using var query = empty([call.Batch, call.Time, call.Heads, call.Size], dtype: qkv.dtype, device: qkv.device);
        using var key = empty_like(query);
        var lanes = call.Lanes(qkv.dtype, CudaKernel.IsAligned(qkv) && CudaKernel.IsAligned(cosine) && CudaKernel.IsAligned(sine));
        var arguments = new KernelArguments().Add(qkv).Add(cosine).Add(sine).Add(query).Add(key).Add((int)call.Time).Add((int)call.Heads).Add((int)call.Size);
        ForwardKernel.Launch(Definitions(qkv.dtype, lanes), qkv, call.Tokens, call.Threads(2, lanes), arguments);
        using var outside = qkv.detach();
        using var split = outside.view(call.Batch, call.Time, 3, call.Heads, call.Size);
        using var value = split.select(2, 2);
        return [query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)];
    }

    static Tensor Backward(Tensor[] gradients, Call call, Tensor cosine, Tensor sine)
    {
        var (type, aligned) = (gradients[0].dtype, CudaKernel.IsAligned(cosine) && CudaKernel.IsAligned(sine));
        var arguments = new KernelArguments();
        foreach (var part in gradients)
        {
            var stride = part.stride();
            arguments.Add(new Gradient((nint)Libtorch.Data(part), stride[0], stride[1], stride[2]));
            aligned = aligned && CudaKernel.IsAligned(part) && stride.Take(3).All(step => step % Call.PackOf(type) == 0);
        }

        var result = empty([call.Batch, call.Time, 3 * call.Heads * call.Size], dtype: type, device: gradients[0].device);
        var lanes = call.Lanes(type, aligned);
        arguments.Add(cosine).Add(sine).Add(result).Add((int)call.Time).Add((int)call.Heads).Add((int)call.Size);
        BackwardKernel.Launch(Definitions(type, lanes), result, call.Tokens, call.Threads(3, lanes), arguments);
        return result;
    }

    static Tensor?[] Backward(Tensor[] saved, Call call, Tensor?[] gradients)
    {
        var some = gradients.First(gradient => gradient is not null)!;
        for (var i = 0; i < gradients.Length; i++)
        {
            gradients[i] ??= zeros_like(some);
            if (gradients[i]!.stride(3) == 1) continue;
            var dense = gradients[i]!.contiguous();
            gradients[i]!.Dispose();
            gradients[i] = dense;
        }

        return [Backward([.. gradients!], call, saved[0], saved[1])];
    }
}
