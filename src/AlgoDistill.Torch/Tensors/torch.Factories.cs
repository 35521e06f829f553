using AlgoDistill.Torch;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::zeros", size, dtype, device, requires_grad, names);
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::zeros", size, dtype, device, requires_grad, names);
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::zeros", [size], dtype, device, requires_grad, names);
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::zeros", [rows, columns], dtype, device, requires_grad, names);
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::zeros", [dim0, dim1, dim2], dtype, device, requires_grad, names);
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::zeros", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::ones", size, dtype, device, requires_grad, names);
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::ones", size, dtype, device, requires_grad, names);
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::ones", [size], dtype, device, requires_grad, names);
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::ones", [rows, columns], dtype, device, requires_grad, names);
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::ones", [dim0, dim1, dim2], dtype, device, requires_grad, names);
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::ones", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::empty.memory_format", size, dtype, device, requires_grad, names);
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::empty.memory_format", size, dtype, device, requires_grad, names);
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::empty.memory_format", [size], dtype, device, requires_grad, names);
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::empty.memory_format", [rows, columns], dtype, device, requires_grad, names);
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::empty.memory_format", [dim0, dim1, dim2], dtype, device, requires_grad, names);
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Create("aten::empty.memory_format", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, names);

    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        RefuseNames(names);
        fixed (long* sizes = size)
            return Finish(Operators.Call("aten::full", Value.List(sizes, size.Length), value, dtype, Value.None, device ?? defaultDevice), requires_grad);
    }

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full((ReadOnlySpan<long>)size, value, dtype, device, requires_grad, names);
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full([size], value, dtype, device, requires_grad, names);
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full([rows, columns], value, dtype, device, requires_grad, names);
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full([dim0, dim1, dim2], value, dtype, device, requires_grad, names);
    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full([dim0, dim1, dim2, dim3], value, dtype, device, requires_grad, names);

    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::rand.generator", size, dtype, device, requires_grad, generator, names);
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::rand.generator", size, dtype, device, requires_grad, generator, names);
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::rand.generator", [size], dtype, device, requires_grad, generator, names);
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::rand.generator", [rows, columns], dtype, device, requires_grad, generator, names);
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::rand.generator", [dim0, dim1, dim2], dtype, device, requires_grad, generator, names);
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::rand.generator", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::randn.generator", size, dtype, device, requires_grad, generator, names);
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::randn.generator", size, dtype, device, requires_grad, generator, names);
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::randn.generator", [size], dtype, device, requires_grad, generator, names);
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::randn.generator", [rows, columns], dtype, device, requires_grad, generator, names);
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::randn.generator", [dim0, dim1, dim2], dtype, device, requires_grad, generator, names);
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => Draw("aten::randn.generator", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator, names);

    private static Tensor Create(string name, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        RefuseNames(names);
        fixed (long* sizes = size)
            return Finish(Operators.Call(name, Value.List(sizes, size.Length), dtype, Value.None, device ?? defaultDevice), requiresGrad);
    }

    private static Tensor Draw(string name, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator, string[]? names)
    {
        RefuseNames(names);
        fixed (long* sizes = size)
            return Finish(Operators.Call(name, Value.List(sizes, size.Length), generator, dtype, Value.None, device ?? defaultDevice), requiresGrad);
    }

    private static Tensor Finish(Tensor tensor, bool requiresGrad) => requiresGrad ? tensor.requires_grad_() : tensor;

    private static void RefuseNames(string[]? names)
    {
        if (names is not null) throw new NotSupportedException("named dimensions are not supported");
    }
}
