using System.Runtime.CompilerServices;

namespace AlgoDistill.Kernels;

/// <summary>Is part of each assembly that uses tensors, so that the process is prepared whichever is used first.</summary>
static class PrepareModule
{
#pragma warning disable CA2255 // nothing else comes before a program's first use of TorchSharp without being asked
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare() => Startup.Prepare();
}
