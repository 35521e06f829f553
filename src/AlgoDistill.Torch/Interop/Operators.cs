using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace AlgoDistill.Torch;

/// <summary>
/// Calls any operator of libtorch's dispatcher, those of our own included, by its name: <c>"aten::add.Tensor"</c> is
/// operator <c>aten::add</c>, overload <c>Tensor</c>. Arguments follow the schema's order, keyword arguments included;
/// those left out, or given as <see cref="Value.Default"/>, take the schema's defaults.
/// </summary>
public static unsafe class Operators
{
    private const int ResultCapacity = 8;
    private const int StackWords = 256;

    // Handles are process-wide facts of the loaded libtorch, looked up once each.
    private static readonly ConcurrentDictionary<string, nint> Handles = new();

    /// <summary>Whether the loaded libtorch has the operator.</summary>
    public static bool Exists(string name) => Find(name) != 0;

    /// <summary>The operator's schema as text.</summary>
    public static string Schema(string name)
    {
        var text = Native.Schema(Handle(name));
        try { return Marshal.PtrToStringUTF8((nint)text)!; }
        finally { Native.Free(text); }
    }

    /// <summary>The operator's only result, a tensor.</summary>
    /// <exception cref="ExternalException">libtorch refuses the arguments, or does not have the operator.</exception>
    [SkipLocalsInit]
    public static Tensor Call(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        var count = Invoke(name, arguments, results);
        for (var i = 1; i < count; i++) Release(results[i]);
        return ToTensor(results[0]) ?? throw new ExternalException($"{name} returned no tensor");
    }

    /// <summary>The operator's two results.</summary>
    /// <exception cref="ExternalException">libtorch refuses the arguments, or does not have the operator.</exception>
    [SkipLocalsInit]
    public static (Tensor First, Tensor Second) CallPair(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        var count = Invoke(name, arguments, results);
        for (var i = 2; i < count; i++) Release(results[i]);
        return (ToTensor(results[0])!, ToTensor(results[1])!);
    }

    /// <summary>All the operator's tensors, in order; a tensor that libtorch leaves undefined is null.</summary>
    /// <exception cref="ExternalException">libtorch refuses the arguments, or does not have the operator.</exception>
    [SkipLocalsInit]
    public static Tensor[] CallMany(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        var count = Invoke(name, arguments, results);
        var tensors = new List<Tensor>(count);
        for (var i = 0; i < count; i++)
        {
            if (results[i].Tag == Tag.TensorList) AddList(tensors, results[i]);
            else tensors.Add(ToTensor(results[i])!);
        }
        return [.. tensors];
    }

    /// <summary>The operator's only result, a number or a boolean.</summary>
    /// <exception cref="ExternalException">libtorch refuses the arguments, or does not have the operator.</exception>
    [SkipLocalsInit]
    public static Scalar CallScalar(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        Invoke(name, arguments, results);
        var result = results[0];
        return result.Tag switch
        {
            Tag.Int => new Scalar(result.Integer),
            Tag.Double => new Scalar(result.Number),
            Tag.Bool => new Scalar(result.Integer != 0),
            _ => throw new ExternalException($"{name} returned no number")
        };
    }

    /// <summary>Calls an operator for its effect alone.</summary>
    /// <exception cref="ExternalException">libtorch refuses the arguments, or does not have the operator.</exception>
    [SkipLocalsInit]
    public static void Run(string name, params ReadOnlySpan<Value> arguments)
    {
        var results = stackalloc NativeValue[ResultCapacity];
        var count = Invoke(name, arguments, results);
        for (var i = 0; i < count; i++) Release(results[i]);
    }

    [SkipLocalsInit]
    private static int Invoke(string name, ReadOnlySpan<Value> arguments, NativeValue* results)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments) words += argument.Words;

        if (words <= StackWords)
        {
            var scratch = stackalloc long[words];
            return Invoke(name, arguments, results, scratch);
        }

        var rented = ArrayPool<long>.Shared.Rent(words);
        fixed (long* scratch = rented)
        {
            try { return Invoke(name, arguments, results, scratch); }
            finally { ArrayPool<long>.Shared.Return(rented); }
        }
    }

    [SkipLocalsInit]
    private static int Invoke(string name, ReadOnlySpan<Value> arguments, NativeValue* results, long* scratch)
    {
        var values = stackalloc NativeValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Write(scratch);
            scratch += arguments[i].Words;
        }

        int returned;
        var status = Native.Call(Handle(name), values, arguments.Length, results, ResultCapacity, &returned);
        foreach (ref readonly var argument in arguments) GC.KeepAlive(argument.Reference);
        Native.Check(status, name);
        return returned;
    }

    private static nint Handle(string name)
    {
        var handle = Find(name);
        return handle != 0 ? handle : throw new ExternalException($"{name}: the loaded libtorch {torch.__version__} has no such operator");
    }

    private static nint Find(string name) => Handles.GetOrAdd(name, Lookup);

    private static nint Lookup(string name)
    {
        var dot = name.LastIndexOf('.');
        var (bare, overload) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        fixed (byte* first = Encoding.UTF8.GetBytes(bare + '\0'))
        fixed (byte* second = Encoding.UTF8.GetBytes(overload + '\0'))
            return Native.Operator(first, second);
    }

    private static Tensor? ToTensor(in NativeValue value) =>
        value.Tag == Tag.Tensor && value.Pointer != 0 ? new Tensor(value.Pointer) : null;

    private static void AddList(List<Tensor> tensors, in NativeValue list)
    {
        for (var i = 0; i < list.Count; i++) tensors.Add(((nint*)list.Pointer)[i] is var handle && handle != 0 ? new Tensor(handle) : null!);
        Native.Free((void*)list.Pointer);
    }

    private static void Release(in NativeValue value)
    {
        if (value.Tag == Tag.Tensor && value.Pointer != 0) Native.TensorFree(value.Pointer);
        if (value.Tag is not (Tag.TensorList or Tag.IntList)) return;
        for (var i = 0; value.Tag == Tag.TensorList && i < value.Count; i++)
            if (((nint*)value.Pointer)[i] is var handle && handle != 0) Native.TensorFree(handle);
        Native.Free((void*)value.Pointer);
    }
}
