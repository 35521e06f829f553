using static TorchSharp.torch;

namespace AlgoDistill.Kernels;

/// <summary>What computes here.</summary>
public static class Engine
{
    /// <summary>Whether the fused kernels take <paramref name="x"/>: they were built, and it holds float32 or float64 on the processor.</summary>
    public static bool Fuses(Tensor x) => Native.Takes(x);

    /// <summary>Instruction set of the fused kernels: <c>baseline</c>, <c>avx2</c> or <c>avx512</c>; <c>none</c> where there are no kernels.</summary>
    /// <remarks>The widest of this processor, or what ALGODISTILL_ISA asks for.</remarks>
    public static string InstructionSet => Native.IsPresent ? ((string[])["baseline", "avx2", "avx512"])[Native.InstructionSet()] : "none";
}
