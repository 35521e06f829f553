using AlgoDistill.Bench.Commands;
using AlgoDistill.Bench.Micro;
using AlgoDistill.Cli;

Job.ForgetTerminal();

// bench train, bench act, …: what ./algodistill bench starts. Anything else is for BenchmarkDotNet, such as --filter '*TrainingStep*'.
if (args is [BenchCommandLine.Name, ..]) return await BenchCommandLine.RunAsync(args, Console.Out, Console.Error);
MicroBenchmarks.Run(args);
return 0;
