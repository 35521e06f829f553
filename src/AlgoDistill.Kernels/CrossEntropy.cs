using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>Cross-entropy with weights of the rows and label smoothing (Szegedy et al. 2016), without the logarithms of all probabilities in memory.</summary>
public static unsafe class CrossEntropy
{
    /// <summary>Σ w · loss / Σ w, a scalar; without any weight NaN, as in PyTorch.</summary>
    /// <param name="logits">(N, K), float32 or float64 on the processor.</param>
    /// <param name="targets">Classes: int64 (N). A row of weight 0 may have any.</param>
    /// <param name="weights">(N).</param>
    /// <param name="labelSmoothing">Probability spread evenly over the K classes.</param>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is no class; the message names its row.</exception>
    public static Tensor Apply(Tensor logits, Tensor targets, Tensor weights, double labelSmoothing)
    {
        Gradients.Require(Native.Takes(logits) && logits.dim() == 2 && logits.shape[1] > 0, $"logits must be (rows, classes) in numbers of the processor; got {Gradients.Shape(logits)}");
        var rows = logits.shape[0];
        Gradients.Require(targets.shape.SequenceEqual([rows]) && Native.Holds(targets, ScalarType.Int64), $"targets must be {rows} int64 numbers; got {Gradients.Shape(targets)}");
        Gradients.Require(weights.shape.SequenceEqual([rows]) && Native.Holds(weights, logits.dtype), $"weights must be {rows} numbers of {logits.dtype}; got {Gradients.Shape(weights)}");
        Gradients.Require(labelSmoothing is >= 0 and <= 1, $"label smoothing must be in [0, 1]; got {labelSmoothing}");
        var (l, t, w) = (Gradients.Contiguous(logits), Gradients.Contiguous(targets), Gradients.Contiguous(weights));
        var (loss, logSums, total) = Forward(l, t, w, labelSmoothing);
        if (Gradients.Wanted(logits)) GradientNode.Attach([logits], [loss], [l, t, w, logSums], (saved, gradients) => Backward(saved, total, labelSmoothing, gradients[0]!));
        logSums.Dispose();
        return loss;
    }

    static (Tensor Loss, Tensor LogSums, double TotalWeight) Forward(Tensor logits, Tensor targets, Tensor weights, double smoothing)
    {
        var (rows, classes) = (logits.shape[0], logits.shape[1]);
        var logSums = empty([rows], dtype: logits.dtype);
        double loss, total;
        long wrong;
        Native.Check(Native.CrossEntropy(Native.Wide(logits), rows, classes, Libtorch.Data(logits), Libtorch.Data(targets), Libtorch.Data(weights), smoothing, Libtorch.Data(logSums),
            &loss, &total, &wrong), logits, targets, weights);
        if (wrong >= 0)
            throw new ArgumentOutOfRangeException(nameof(targets), FormattableString.Invariant($"target {((long*)Libtorch.Data(targets))[wrong]} of row {wrong} is no class; allowed is 0 to {classes - 1}"));
        return (tensor(loss / total, dtype: logits.dtype), logSums, total);
    }

    static Tensor?[] Backward(Tensor[] saved, double total, double smoothing, Tensor gradient)
    {
        var (logits, targets, weights, logSums) = (saved[0], saved[1], saved[2], saved[3]);
        var result = empty_like(logits);
        var data = Libtorch.Data(gradient);
        var scale = (logits.dtype == ScalarType.Float64 ? *(double*)data : *(float*)data) / total;
        Native.Check(Native.CrossEntropyBackward(Native.Wide(logits), logits.shape[0], logits.shape[1], Libtorch.Data(logits), Libtorch.Data(targets), Libtorch.Data(weights), smoothing,
            Libtorch.Data(logSums), scale, Libtorch.Data(result)));
        return [result];
    }
}
