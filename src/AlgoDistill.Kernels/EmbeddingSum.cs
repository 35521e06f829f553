using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>Sum of one embedding a field in one pass; the gradient adds up each entry's rows in their order, so it does not depend on the threads.</summary>
public static unsafe class EmbeddingSum
{
    /// <summary>Σ over fields f of tables[f][indices[n, f]]; a negative index adds nothing.</summary>
    /// <param name="tables">One (K, C) table a field, float32 or float64 on the processor.</param>
    /// <param name="indices">int64 (N, F).</param>
    /// <returns>(N, C).</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its table; the message names it.</exception>
    public static Tensor Apply(IReadOnlyList<Tensor> tables, Tensor indices)
    {
        Gradients.Require(tables.Count > 0 && indices.dim() == 2 && indices.shape[1] == tables.Count && Native.Holds(indices, ScalarType.Int64),
            $"indices must be int64 (rows, fields) with one field a table, of which there are {tables.Count}; got {Gradients.Shape(indices)}");
        foreach (var table in tables)
            Gradients.Require(Native.Takes(table) && table.dim() == 2 && table.shape[1] == tables[0].shape[1] && table.dtype == tables[0].dtype,
                $"every table must be (entries, width) of one width and type; got {Gradients.Shape(table)} beside {Gradients.Shape(tables[0])}");
        Tensor[] of = [.. tables.Select(Gradients.Contiguous)];
        var ordered = Gradients.Contiguous(indices);
        var output = Forward(of, ordered);
        Tensor[] inputs = [.. tables];
        if (Gradients.Wanted(inputs))
        {
            long[] entries = [.. tables.Select(table => table.shape[0])];
            GradientNode.Attach(inputs, [output], [ordered], (saved, gradients) => Backward(saved[0], entries, gradients));
        }

        return output;
    }

    static Tensor Forward(Tensor[] tables, Tensor indices)
    {
        var (rows, fields, columns) = (indices.shape[0], tables.Length, tables[0].shape[1]);
        var output = empty([rows, columns], dtype: tables[0].dtype);
        var data = stackalloc void*[fields];
        var entries = stackalloc long[fields];
        for (var field = 0; field < fields; field++)
        {
            data[field] = Libtorch.Data(tables[field]);
            entries[field] = tables[field].shape[0];
        }

        long wrong;
        Native.Check(Native.EmbeddingSum(Native.Wide(output), rows, fields, columns, data, entries, Libtorch.Data(indices), Libtorch.Data(output), &wrong), [indices, .. tables]);
        if (wrong < 0) return output;
        throw new ArgumentOutOfRangeException(nameof(indices), FormattableString.Invariant(
            $"index {((long*)Libtorch.Data(indices))[wrong]} of row {wrong / fields}, field {wrong % fields}, is outside its table of {entries[wrong % fields]} entries"));
    }

    static Tensor?[] Backward(Tensor indices, long[] entries, Tensor?[] gradients)
    {
        Gradients.PutInOrder(gradients);
        var (ofOutput, results) = (gradients[0]!, new Tensor?[entries.Length]);
        var columns = ofOutput.shape[1];
        for (var field = 0; field < entries.Length; field++)
        {
            var result = results[field] = empty([entries[field], columns], dtype: ofOutput.dtype);
            Native.Check(Native.EmbeddingSumBackward(Native.Wide(ofOutput), indices.shape[0], entries.Length, field, entries[field], columns, Libtorch.Data(indices),
                Libtorch.Data(ofOutput), Libtorch.Data(result)));
        }

        return results;
    }
}
