using System.Reflection;
using System.Text.Json;
using AlgoDistill.Bench.Gpu;
using AlgoDistill.Kernels;
using static TorchSharp.torch;

// --tests: the engine's tests. --profile: two updates of the largest size, for a profiler. Else one JSON line for each size and mode;
// --quick: a tiny size, on whatever device there is; --eager and --graphs: one of the modes alone.
Startup.Prepare();      // before TorchSharp is used
if (args.Contains("--tests")) return TestRun.Run(Assembly.Load("AlgoDistill.Kernels.Tests"), Assembly.Load("AlgoDistill.Learning.Tests")) == 0 ? 0 : 1;
var quick = args.Contains("--quick");
if (!quick && !cuda.is_available())
{
    Console.Error.WriteLine("bench/AlgoDistill.Bench.Gpu needs a CUDA device; --quick runs a tiny size without one");
    return 1;
}

var device = cuda.is_available() ? CUDA : CPU;
backends.cuda.matmul.allow_tf32 = true;
if (args.Contains("--profile"))
{
    new TrainingStep(ModelSize.Full[^1], device, blocks: 1, updates: 1).Run(graphed: false);
    return 0;
}

foreach (var size in quick ? ModelSize.Quick : ModelSize.Full)
    foreach (var graphed in args.Contains("--graphs") ? new[] { true } : args.Contains("--eager") ? [false] : [false, true])
        Console.WriteLine(JsonSerializer.Serialize(new TrainingStep(size, device, blocks: quick ? 3 : 5, updates: quick ? 4 : 30).Run(graphed)));
return 0;
