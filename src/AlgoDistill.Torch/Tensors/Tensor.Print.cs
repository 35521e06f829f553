using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>What a tensor's text shows.</summary>
public enum TensorStringStyle { Default, Metadata, Julia, Numpy, CSharp }

public static partial class torch
{
    public partial class Tensor
    {
        private const int EdgeItems = 3;

        /// <summary>Shape, scalar type and device.</summary>
        public override string ToString() => IsInvalid ? "a disposed tensor" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public string ToString(TensorStringStyle style, string fltFormat = "g5") =>
            style is TensorStringStyle.Default or TensorStringStyle.Metadata ? ToString() : str(fltFormat);

        /// <summary>The elements in brackets, long dimensions abridged.</summary>
        public string str(string fltFormat = "g5")
        {
            using var scope = NewDisposeScope();
            var text = new StringBuilder();
            Write(text, detach().cpu(), fltFormat);
            return text.ToString();
        }

        /// <summary>Writes the elements to the console and returns the tensor.</summary>
        public Tensor print()
        {
            Console.WriteLine(str());
            return this;
        }

        private static void Write(StringBuilder text, Tensor tensor, string format)
        {
            if (tensor.dim() == 0)
            {
                text.Append(Format(tensor.ToScalar(), format));
                return;
            }
            text.Append('[');
            var count = tensor.size(0);
            for (var i = 0L; i < count; i++)
            {
                if (i > 0) text.Append(tensor.dim() == 1 ? " " : "\n ");
                if (count > 2 * EdgeItems && i == EdgeItems)
                {
                    text.Append("... ");
                    i = count - EdgeItems;
                }
                Write(text, tensor[i], format);
            }
            text.Append(']');
        }

        private static string Format(Scalar value, string format) =>
            value.Type == ScalarType.Float64 ? value.ToDouble().ToString(format, CultureInfo.InvariantCulture) : value.ToString();
    }
}
