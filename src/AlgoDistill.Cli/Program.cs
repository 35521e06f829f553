AlgoDistill.Cli.Job.ForgetTerminal();
return await AlgoDistill.Cli.CommandLine.RunAsync(args, Console.Out, Console.Error);
