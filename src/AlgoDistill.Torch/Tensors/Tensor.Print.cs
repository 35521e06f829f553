using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>What a tensor's text shows.</summary>
public enum TensorStringStyle { Metadata, Julia, Numpy, CSharp, Default }

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, scalar type and device.</summary>
        public override string ToString() => IsInvalid ? "a disposed tensor" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        /// <summary>The elements in brackets, long dimensions abridged; the metadata alone where that style is asked for.</summary>
        /// <param name="width">Columns after which a row goes on in the next line; 100 without it.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (IsInvalid || style == TensorStringStyle.Metadata) return ToString();
            using var scope = NewDisposeScope();
            return new TensorText(fltFormat ?? "g5", width ?? 100, cultureInfo ?? CultureInfo.InvariantCulture, newLine ?? "\n").Write(detach().cpu());
        }
    }

    private sealed class TensorText(string format, int width, CultureInfo culture, string newLine)
    {
        private const int EdgeItems = 3;

        private readonly StringBuilder text = new();
        private int lineStart;

        internal string Write(Tensor tensor)
        {
            Append(tensor);
            return text.ToString();
        }

        private void Append(Tensor tensor)
        {
            if (tensor.dim() == 0)
            {
                text.Append(Format(tensor.ToScalar()));
                return;
            }
            text.Append('[');
            var count = tensor.size(0);
            for (var i = 0L; i < count; i++)
            {
                if (i > 0) Separate(newRow: tensor.dim() > 1);
                if (count > 2 * EdgeItems && i == EdgeItems)
                {
                    text.Append("... ");
                    i = count - EdgeItems;
                }
                Append(tensor[i]);
            }
            text.Append(']');
        }

        private void Separate(bool newRow)
        {
            if (newRow || text.Length - lineStart >= width)
            {
                text.Append(newLine);
                lineStart = text.Length;
            }
            text.Append(' ');
        }

        private string Format(Scalar value) => value.Type switch
        {
            ScalarType.Float64 => value.ToDouble().ToString(format, culture),
            ScalarType.Int64 => value.ToInt64().ToString(culture),
            _ => value.ToBoolean().ToString()
        };
    }
}
