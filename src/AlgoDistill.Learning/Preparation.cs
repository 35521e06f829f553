using System.Runtime.CompilerServices;
using AlgoDistill.Kernels;

namespace AlgoDistill.Learning;

static class Preparation
{
    /// <summary>A model may be the first that a program has of TorchSharp.</summary>
#pragma warning disable CA2255 // nothing else comes before a program's first use of TorchSharp without being asked
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void PrepareModule() => Startup.Prepare();
}
