using System.Globalization;
using System.Runtime.CompilerServices;

namespace AlgoDistill.Kernels;

/// <summary>What is wrong with an argument, put together only where something is.</summary>
[InterpolatedStringHandler]
ref struct FaultText
{
    DefaultInterpolatedStringHandler text;

    /// <summary>Called by the compiler, before what the text says is computed.</summary>
    public FaultText(int literalLength, int formattedCount, bool holds, out bool wanted)
    {
        wanted = !holds;
        if (wanted) text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string part) => text.AppendLiteral(part);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public string Take() => text.ToStringAndClear();
}
