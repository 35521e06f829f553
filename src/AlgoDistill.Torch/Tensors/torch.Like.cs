using AlgoDistill.Torch;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Operators.Call("aten::arange.start_step", start, stop, step, dtype, Value.None, device ?? defaultDevice), requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Operators.Call("aten::linspace", start, end, steps, dtype, Value.None, device ?? defaultDevice), requires_grad);

    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        RefuseNames(names);
        return Finish(Operators.Call("aten::eye.m", rows, columns < 0 ? rows : columns, dtype, Value.None, device ?? defaultDevice), requires_grad);
    }

    /// <summary>Whole numbers drawn from <paramref name="low"/> to <paramref name="high"/>, which is left out.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        RefuseNames(names);
        return Finish(Operators.Call("aten::randint.low_generator", low, high, size, generator, dtype ?? ScalarType.Int64, Value.None, device ?? defaultDevice), requires_grad);
    }

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(Operators.Call("aten::randperm.generator", n, generator, dtype ?? ScalarType.Int64, Value.None, device ?? defaultDevice), requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) => Operators.Call("aten::normal.Tensor_Tensor", mean, std, generator);

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Like("aten::zeros_like", input, dtype, device, requires_grad, names);
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Like("aten::ones_like", input, dtype, device, requires_grad, names);
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => Like("aten::empty_like", input, dtype, device, requires_grad, names);
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("aten::rand_like", input, dtype, device, requires_grad);
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Like("aten::randn_like", input, dtype, device, requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        RefuseNames(names);
        return Finish(Operators.Call("aten::full_like", input, value, dtype, Value.None, device), requires_grad);
    }

    private static Tensor Like(string name, Tensor input, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names = null)
    {
        RefuseNames(names);
        return Finish(Operators.Call(name, input, dtype, Value.None, device), requiresGrad);
    }
}
