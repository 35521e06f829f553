using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Disposes what was made while it was the innermost scope of its thread. Scopes nest; a tensor leaves its scope by
/// moving to the outer one or by being detached from all.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    [ThreadStatic] private static DisposeScope? innermost;

    private DisposeScope? outer;
    private Tensor[] tensors = new Tensor[16];
    private int count;
    private readonly List<IDisposable> others = [];

    internal DisposeScope()
    {
        outer = innermost;
        innermost = this;
    }

    /// <summary>The innermost scope of this thread, if any.</summary>
    internal static DisposeScope? Innermost => innermost;

    /// <summary>How many disposables are in the scope.</summary>
    public int DisposablesCount => count + others.Count;

    /// <summary>What is in the scope now; a copy.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. tensors.Take(count), .. others];

    /// <summary>Puts a disposable into the scope; tensors go into theirs by themselves.</summary>
    internal T Include<T>(T disposable) where T : IDisposable
    {
        if (disposable is Tensor tensor) Add(tensor);
        else if (!others.Contains(disposable)) others.Add(disposable);
        return disposable;
    }

    public void Attach(IDisposable disposable) => Include(disposable);

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) MoveToOther(outer, disposable);
    }

    /// <summary>Moves what is in this scope to another one, or out of all scopes where that is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (Remove(disposable)) scope?.Include(disposable);
        return disposable;
    }

    public T Detach<T>(T disposable) where T : IDisposable => MoveToOther(null, disposable);

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Remove(disposable);
    }

    /// <summary>Whether the disposable is in the scope.</summary>
    public bool Contains(IDisposable disposable) =>
        disposable is Tensor tensor ? ReferenceEquals(tensor.OwningDisposeScope, this) : others.Contains(disposable);

    /// <summary>Tells the scope that something in it was disposed by other hands.</summary>
    public void MarkAsDisposed(IDisposable disposable) => Remove(disposable);

    public void DisposeEverything()
    {
        while (count > 0) tensors[count - 1].Dispose();
        var disposables = others.ToArray();
        others.Clear();
        foreach (var disposable in disposables) disposable.Dispose();
    }

    /// <summary>Disposes all but what is named, which stays in the scope.</summary>
    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = inKeep.Where(Remove).ToArray();
        DisposeEverything();
        foreach (var disposable in kept) Include(disposable);
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public void Dispose()
    {
        DisposeEverything();
        if (ReferenceEquals(innermost, this)) innermost = outer;
        else Unlink();
    }

    // Scopes closed out of order leave the chain from its middle.
    private void Unlink()
    {
        for (var scope = innermost; scope is not null; scope = scope.outer)
            if (ReferenceEquals(scope.outer, this)) scope.outer = outer;
    }

    // A tensor knows its place, so that leaving costs no search.
    internal void Add(Tensor tensor)
    {
        if (ReferenceEquals(tensor.OwningDisposeScope, this)) return;
        tensor.OwningDisposeScope?.Remove(tensor);
        if (count == tensors.Length) Array.Resize(ref tensors, 2 * count);
        tensor.OwningDisposeScope = this;
        tensor.ScopeSlot = count;
        tensors[count++] = tensor;
    }

    private bool Remove(IDisposable disposable)
    {
        if (disposable is not Tensor tensor) return others.Remove(disposable);
        if (!ReferenceEquals(tensor.OwningDisposeScope, this)) return false;
        var last = tensors[--count];
        tensors[tensor.ScopeSlot] = last;
        last.ScopeSlot = tensor.ScopeSlot;
        tensors[count] = null!;
        tensor.OwningDisposeScope = null;
        return true;
    }
}

public static partial class torch
{
    /// <summary>Opens a scope; close it with <c>using</c>.</summary>
    public static DisposeScope NewDisposeScope() => new();

    public static DisposeScope? CurrentDisposeScope => DisposeScope.Innermost;

    /// <summary>Evaluates an expression whose intermediate tensors are disposed and whose result is kept.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
