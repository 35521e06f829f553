using System.CommandLine;

namespace AlgoDistill.Cli;

/// <summary>Options that several commands have.</summary>
static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on stdout and nothing else there" };
}
