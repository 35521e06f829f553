using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>The gradients of a kernel's arguments, one for each; null stands for zeros, here and among <paramref name="gradients"/>.</summary>
/// <param name="saved">What was kept for it.</param>
/// <param name="gradients">Of the results, not all null. A tensor put in the place of one is freed as it would be.</param>
/// <remarks>Must not raise an exception, which would end the process: what can be wrong is checked forward.</remarks>
delegate Tensor?[] Backward(Tensor[] saved, Tensor?[] gradients);

/// <summary>A node of libtorch's graph whose gradient is computed in C#.</summary>
/// <remarks>
/// TorchSharp's <c>autograd.Function</c> over the same C functions of its library makes machine code for two callbacks of every node,
/// allocates an empty copy of every result, leaves the results' first handles to the finaliser, and lets arguments be finalised while they
/// are read. Nodes here are used again once their part of the graph is gone, so that their callbacks are made once.
/// </remarks>
sealed unsafe class GradientNode
{
    static readonly List<GradientNode> All = [];        // libtorch alone may know one that is in use
    static readonly Stack<GradientNode> Idle = new();

    [ThreadStatic]
    static Tensor?[]? handed;

    readonly ApplyCallback apply;   // their addresses are libtorch's
    readonly DeleteCallback delete;
    readonly nint applyAddress, deleteAddress;
    Pointers pointers;
    Backward? backward;
    bool[] given = [];
    nint[] saved = [];

    GradientNode()
    {
        (apply, delete) = (Apply, Delete);
        (applyAddress, deleteAddress) = (Marshal.GetFunctionPointerForDelegate(apply), Marshal.GetFunctionPointerForDelegate(delete));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    delegate Handles ApplyCallback(nint* gradients, int count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    delegate void DeleteCallback();

    /// <summary>Makes results that were computed outside the graph, of new memory, functions of a kernel's arguments.</summary>
    /// <param name="inputs">The arguments in order; null for one that was not given. At least one wants a gradient.</param>
    /// <param name="outputs">The results, which belong to the graph from then on.</param>
    /// <param name="saved">Tensors for <paramref name="backward"/>, of which none may be changed in place until then.</param>
    /// <param name="backward">The gradients of <paramref name="inputs"/>.</param>
    /// <exception cref="ExternalException">libtorch refuses.</exception>
    public static void Attach(ReadOnlySpan<Tensor?> inputs, ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> saved, Backward backward)
    {
        GradientNode node;
        lock (All)
        {
            if (!Idle.TryPop(out node!)) All.Add(node = new());
        }

        node.Fill(inputs, outputs, saved, backward);
    }

    void Fill(ReadOnlySpan<Tensor?> inputs, ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> kept, Backward function)
    {
        backward = function;
        given = new bool[inputs.Length];
        nint* from = stackalloc nint[inputs.Length], to = stackalloc nint[outputs.Length];
        var count = 0;
        for (var i = 0; i < inputs.Length; i++)
            if (given[i] = inputs[i] is not null) from[count++] = inputs[i]!.Handle;
        for (var i = 0; i < outputs.Length; i++) to[i] = outputs[i].Handle;
        pointers = TorchGraph.New(applyAddress, deleteAddress);
        CheckForErrors();
        try
        {
            TorchGraph.SetNextEdges(pointers, new(from, count), 1);
            CheckForErrors();
            TorchGraph.ClearInputMetadata(pointers);
            TorchGraph.WrapOutputs(new(from, count), default, default, new(to, outputs.Length), pointers, &TorchGraph.Allocate);
            CheckForErrors();
            TorchGraph.FreeAllocated(outputs.Length);       // other handles of the same tensors
            saved = new nint[kept.Length];
            for (var i = 0; i < kept.Length; i++)
            {
                saved[i] = TorchGraph.Save(kept[i].Handle, pointers, 0);
                CheckForErrors();
            }
        }
        finally
        {
            TorchGraph.LetGo(pointers);     // the graph holds it now, or it goes
        }

        foreach (var tensor in inputs) GC.KeepAlive(tensor);
        foreach (var tensor in outputs) GC.KeepAlive(tensor);
        foreach (var tensor in kept) GC.KeepAlive(tensor);
    }

    // The engine takes bare handles, so that the tensors of one call live until the next one on the same thread: by then it has references
    Handles Apply(nint* gradients, int count)
    {
        foreach (var old in handed ?? []) old?.Dispose();
        var (unpacked, arrived, some) = (new Tensor[saved.Length], new Tensor?[count], false);
        for (var i = 0; i < count; i++)
            if (gradients[i] != 0) (arrived[i], some) = (Tensor.UnsafeCreateTensor(gradients[i]), true);
        for (var i = 0; i < saved.Length && some; i++)
        {
            var variable = TorchGraph.Unpack(saved[i], pointers);
            CheckForErrors();       // one that was changed in place ends the process here, with libtorch's message
            unpacked[i] = Tensor.UnsafeCreateTensor(variable);
        }

        handed = some ? backward!(unpacked, arrived) : new Tensor?[given.Length];
        Gradients.Free(unpacked);
        Gradients.Free(arrived);
        var handles = TorchGraph.Memory(given.Length);
        var next = 0;
        for (var i = 0; i < given.Length; i++)
            if (given[i]) handles[next++] = handed[i]?.DetachFromDisposeScope().Handle ?? 0;
        return new(handles, next);
    }

    void Delete()
    {
        foreach (var variable in saved) TorchGraph.FreeSaved(variable);
        TorchGraph.Forget(pointers);
        (backward, saved) = (null, []);
        lock (All) Idle.Push(this);
    }

    /// <summary>Tensors, as their handles.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Handles(nint* first, long count)
    {
        readonly nint* first = first;
        readonly long count = count;
    }

    /// <summary>libtorch's shared and weak pointers to a node.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Pointers
    {
        readonly nint shared, weak;
    }
}
