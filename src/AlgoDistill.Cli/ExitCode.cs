namespace AlgoDistill.Cli;

/// <summary>What a command ends with.</summary>
static class ExitCode
{
    public const int Done = 0, Failed = 1, BadUsage = 2, Interrupted = 130;
}
