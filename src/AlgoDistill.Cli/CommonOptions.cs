using System.CommandLine;

namespace AlgoDistill.Cli;

/// <summary>Options and arguments that several commands have.</summary>
static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document on stdout and nothing else there" };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Change a setting, such as --set Size=5; may be given several times",
        HelpName = "Name=Value",
        DefaultValueFactory = _ => [],
    };

    public static Option<ulong> Seed { get; } = new("--seed") { Description = "Seed of all chance", HelpName = "S", DefaultValueFactory = _ => 0 };

    public static Argument<string> Store { get; } = new("STORE") { Description = "Folder of a store of learning histories" };

    public static Option<string> Out(string description, string name) => new("--out") { Description = description, HelpName = name, Required = true };

    public static Option<T> Required<T>(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName, Required = true };
}
