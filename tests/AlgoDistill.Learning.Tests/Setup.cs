using System.Runtime.CompilerServices;
using AlgoDistill.Kernels;

namespace AlgoDistill.Learning.Tests;

static class Setup
{
    /// <summary>Most tests use TorchSharp before anything of AlgoDistill's.</summary>
    [ModuleInitializer]
    internal static void Prepare() => Startup.Prepare();
}
