using TorchSharp;
using static TorchSharp.torch;

namespace Corpus;

public class DisposeScopes
{
    [Fact]
    public void Only_what_is_moved_out_survives()
    {
        Tensor kept, lost;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                lost = ones(2);
                kept = (lost + 1).MoveToOuterDisposeScope();
                Assert.Equal(1, inner.DisposablesCount);
            }
            Assert.True(lost.IsInvalid);
            Assert.Equal(4f, kept.sum().item<float>());
            Assert.True(outer.Contains(kept));
        }
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void A_detached_tensor_belongs_to_nobody()
    {
        Tensor free;
        using (var scope = NewDisposeScope())
        {
            free = scope.Detach(ones(3));
            var (a, b) = (zeros(1), zeros(1));
            scope.DisposeEverythingBut(a);
            Assert.True(b.IsInvalid);
            Assert.False(a.IsInvalid);
        }
        Assert.Equal(3f, free.sum().item<float>());
        free.Dispose();
        Assert.Throws<ObjectDisposedException>(() => free.Handle);
    }

    [Fact]
    public void Wrapped_expressions_keep_their_result_alone()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 2, 3 });
        var y = WrappedTensorDisposeScope(() => ((x + 1) * (x - 1)).exp().log());
        Assert.Equal(2, scope.DisposablesCount);
        Assert.True(y.allclose(x * x - 1, 1e-5, 1e-5));
        Assert.Same(scope, CurrentDisposeScope);
    }
}
